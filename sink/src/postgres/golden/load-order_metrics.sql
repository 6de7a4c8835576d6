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
    unnest($7::text[]) AS metric,
    unnest($8::text[]) AS dimension,
    unnest($9::text[]) AS currency,
    unnest($10::timestamptz[]) AS window_start,
    unnest($11::timestamptz[]) AS window_end,
    unnest($12::bigint[]) AS order_count,
    unnest($13::bigint[]) AS unique_customers,
    unnest($14::numeric[]) AS total_amount,
    unnest($15::numeric[]) AS avg_order_value,
    unnest($16::numeric[]) AS max_order_value,
    unnest($17::timestamptz[]) AS processed_at,
    unnest($18::bigint[]) AS processing_duration_ms,
    unnest($19::text[]) AS record_key,
    unnest($20::integer[]) AS record_partition,
    unnest($21::text[]) AS refused
  WHERE EXISTS (SELECT FROM fence)
),
merged AS (
  INSERT INTO order_metrics AS stored (metric, dimension, currency, window_start, window_end, order_count, unique_customers, total_amount,
    avg_order_value, max_order_value, processed_at, processing_duration_ms, source)
  SELECT metric, dimension, currency, window_start, window_end, order_count, unique_customers, total_amount,
    avg_order_value, max_order_value, processed_at, processing_duration_ms, $2
  FROM input WHERE refused IS NULL
  ON CONFLICT (metric, dimension, currency, window_start) DO NOTHING
  RETURNING xmax = 0 AS inserted
),
unmerged AS (
  SELECT * FROM input
  WHERE refused IS NULL AND (SELECT count(*) FROM merged) < (SELECT count(*) FROM input WHERE refused IS NULL)
),
conflict AS (
  SELECT record_key, refused AS kind, record_partition AS partition, false AS displaced,
    0 AS version,
    (SELECT to_jsonb(fields) FROM (SELECT input.metric, input.dimension, input.currency, input.window_start, input.window_end,
    input.order_count, input.unique_customers, input.total_amount, input.avg_order_value,
    input.max_order_value) AS fields) AS content
  FROM input WHERE refused IS NOT NULL
  UNION ALL
  SELECT record_key, 'different_content', record_partition, false,
    0,
    (SELECT to_jsonb(fields) FROM (SELECT unmerged.metric, unmerged.dimension, unmerged.currency, unmerged.window_start, unmerged.window_end,
    unmerged.order_count, unmerged.unique_customers, unmerged.total_amount, unmerged.avg_order_value,
    unmerged.max_order_value) AS fields)
  FROM unmerged JOIN order_metrics AS stored ON stored.metric = unmerged.metric AND stored.dimension = unmerged.dimension AND stored.currency = unmerged.currency AND stored.window_start = unmerged.window_start
  WHERE 
    (stored.window_end, stored.order_count, stored.unique_customers, stored.total_amount,
    stored.avg_order_value, stored.max_order_value)
    IS DISTINCT FROM
    (unmerged.window_end, unmerged.order_count, unmerged.unique_customers, unmerged.total_amount,
    unmerged.avg_order_value, unmerged.max_order_value)
),
reported AS (
  INSERT INTO sink_conflicts AS stored (table_name, record_key, kind, partition, version, content)
  SELECT DISTINCT ON (record_key COLLATE "C", kind, partition)
    'order_metrics', record_key, kind, partition, version, content
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
