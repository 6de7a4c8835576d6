WITH held AS (
  SELECT offsets.partition, span.next_offset
  FROM unnest($4::integer[], $5::bigint[], $6::bigint[]) AS span (partition, from_offset, next_offset)
  JOIN sink_offsets AS offsets
    ON offsets.group_id = $1 AND offsets.topic = $2 AND offsets.partition = span.partition
  WHERE offsets.epoch = $3 AND offsets.next_offset = span.from_offset
  ORDER BY offsets.partition
  FOR UPDATE OF offsets
),
fence AS (
  UPDATE sink_offsets AS offsets SET next_offset = held.next_offset, loaded_at = now()
  FROM held
  WHERE offsets.group_id = $1 AND offsets.topic = $2 AND offsets.partition = held.partition
    AND (SELECT count(*) FROM held) = cardinality($4::integer[])
  RETURNING offsets.partition
),
input AS (
  SELECT
    unnest($7::text[]) AS source_topic,
    unnest($8::integer[]) AS source_partition,
    unnest($9::bigint[]) AS source_offset,
    unnest($10::timestamptz[]) AS source_timestamp,
    unnest($11::bigint[]) AS decided_offset,
    unnest($12::bytea[]) AS original_key,
    unnest($13::bytea[]) AS original_value,
    unnest($14::text[]) AS error_type,
    unnest($15::text[]) AS error_code,
    unnest($16::text[]) AS error_message,
    unnest($17::text[]) AS attempted_order_id,
    unnest($18::timestamptz[]) AS processed_at,
    unnest($19::bigint[]) AS processing_duration_ms,
    unnest($20::text[]) AS record_key,
    unnest($21::integer[]) AS record_partition,
    unnest($22::text[]) AS refused
  WHERE EXISTS (SELECT FROM fence)
),
merged AS (
  INSERT INTO dead_letters AS stored (source_topic, source_partition, source_offset, source_timestamp, decided_offset, original_key,
    original_value, error_type, error_code, error_message, attempted_order_id, processed_at,
    processing_duration_ms, source)
  SELECT source_topic, source_partition, source_offset, source_timestamp, decided_offset, original_key,
    original_value, error_type, error_code, error_message, attempted_order_id, processed_at,
    processing_duration_ms, $2
  FROM input WHERE refused IS NULL
  ON CONFLICT (source_partition, source_offset) DO NOTHING
  RETURNING xmax = 0 AS inserted
),
unmerged AS (
  SELECT * FROM input
  WHERE refused IS NULL AND (SELECT count(*) FROM merged) < (SELECT count(*) FROM input WHERE refused IS NULL)
),
conflict AS (
  SELECT record_key, refused AS kind, record_partition AS partition, false AS displaced,
    0 AS version,
    (SELECT to_jsonb(fields) FROM (SELECT input.source_topic, input.source_partition, input.source_offset, input.source_timestamp,
    input.decided_offset, input.original_key, input.original_value, input.error_type,
    input.error_code, input.error_message, input.attempted_order_id) AS fields) AS content
  FROM input WHERE refused IS NOT NULL
  UNION ALL
  SELECT record_key, 'different_content', record_partition, false,
    0,
    (SELECT to_jsonb(fields) FROM (SELECT unmerged.source_topic, unmerged.source_partition, unmerged.source_offset, unmerged.source_timestamp,
    unmerged.decided_offset, unmerged.original_key, unmerged.original_value, unmerged.error_type,
    unmerged.error_code, unmerged.error_message, unmerged.attempted_order_id) AS fields)
  FROM unmerged JOIN dead_letters AS stored ON stored.source_partition = unmerged.source_partition AND stored.source_offset = unmerged.source_offset
  WHERE 
    (stored.source_topic, stored.source_timestamp, stored.decided_offset, stored.original_key,
    stored.original_value, stored.error_type, stored.error_code, stored.error_message,
    stored.attempted_order_id)
    IS DISTINCT FROM
    (unmerged.source_topic, unmerged.source_timestamp, unmerged.decided_offset, unmerged.original_key,
    unmerged.original_value, unmerged.error_type, unmerged.error_code, unmerged.error_message,
    unmerged.attempted_order_id)
),
reported AS (
  INSERT INTO sink_conflicts AS stored (table_name, record_key, kind, partition, version, content)
  SELECT DISTINCT ON (record_key COLLATE "C", kind, partition)
    'dead_letters', record_key, kind, partition, version, content
  FROM conflict ORDER BY record_key COLLATE "C", kind, partition, version DESC
  ON CONFLICT (table_name, record_key, kind, partition) DO UPDATE SET
    version = EXCLUDED.version, content = EXCLUDED.content, loaded_at = now()
  WHERE stored.version < EXCLUDED.version
)
SELECT
  EXISTS (SELECT FROM fence) AS fenced,
  (SELECT count(*) FROM merged WHERE inserted)::integer AS inserted,
  (SELECT count(*) FROM merged WHERE NOT inserted)::integer AS updated,
  (SELECT coalesce(json_agg(json_build_object(
    'key', record_key, 'kind', kind, 'partition', partition, 'displaced', displaced)), '[]') FROM conflict) AS conflicts
