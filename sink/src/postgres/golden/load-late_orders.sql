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
    unnest($7::text[]) AS order_id,
    unnest($8::text[]) AS customer_id,
    unnest($9::text[]) AS currency,
    unnest($10::numeric[]) AS amount,
    unnest($11::timestamptz[]) AS event_ts,
    unnest($12::timestamptz[]) AS partition_max_ts,
    unnest($13::jsonb[]) AS late_for,
    unnest($14::timestamptz[]) AS source_timestamp,
    unnest($15::integer[]) AS source_partition,
    unnest($16::bigint[]) AS source_offset,
    unnest($17::timestamptz[]) AS processed_at,
    unnest($18::bigint[]) AS processing_duration_ms,
    unnest($19::text[]) AS record_key,
    unnest($20::integer[]) AS record_partition,
    unnest($21::text[]) AS refused
  WHERE EXISTS (SELECT FROM fence)
),
merged AS (
  INSERT INTO late_orders AS stored (order_id, customer_id, currency, amount, event_ts, partition_max_ts, late_for, source_timestamp,
    source_partition, source_offset, processed_at, processing_duration_ms, source)
  SELECT order_id, customer_id, currency, amount, event_ts, partition_max_ts, late_for, source_timestamp,
    source_partition, source_offset, processed_at, processing_duration_ms, $2
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
    (SELECT to_jsonb(fields) FROM (SELECT input.order_id, input.customer_id, input.currency, input.amount, input.event_ts,
    input.partition_max_ts, input.late_for, input.source_timestamp, input.source_partition,
    input.source_offset) AS fields) AS content
  FROM input WHERE refused IS NOT NULL
  UNION ALL
  SELECT record_key, 'different_content', record_partition, false,
    0,
    (SELECT to_jsonb(fields) FROM (SELECT unmerged.order_id, unmerged.customer_id, unmerged.currency, unmerged.amount, unmerged.event_ts,
    unmerged.partition_max_ts, unmerged.late_for, unmerged.source_timestamp,
    unmerged.source_partition, unmerged.source_offset) AS fields)
  FROM unmerged JOIN late_orders AS stored ON stored.source_partition = unmerged.source_partition AND stored.source_offset = unmerged.source_offset
  WHERE 
    (stored.order_id, stored.customer_id, stored.currency, stored.amount, stored.event_ts,
    stored.partition_max_ts, stored.late_for, stored.source_timestamp)
    IS DISTINCT FROM
    (unmerged.order_id, unmerged.customer_id, unmerged.currency, unmerged.amount, unmerged.event_ts,
    unmerged.partition_max_ts, unmerged.late_for, unmerged.source_timestamp)
),
reported AS (
  INSERT INTO sink_conflicts AS stored (table_name, record_key, kind, partition, version, content)
  SELECT DISTINCT ON (record_key COLLATE "C", kind, partition)
    'late_orders', record_key, kind, partition, version, content
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
