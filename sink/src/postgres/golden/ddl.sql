-- The latest state of each order.
CREATE TABLE IF NOT EXISTS orders (
  order_id text NOT NULL,
  customer_id text NOT NULL,
  status text NOT NULL,
  currency text NOT NULL,
  amount numeric(12,2) NOT NULL,
  items_count integer NOT NULL,
  region text NOT NULL,
  tax numeric(12,2) NOT NULL,
  order_value_category text NOT NULL,
  merchant_id text NOT NULL,
  created_ts timestamptz(3) NOT NULL,
  updated_ts timestamptz(3) NOT NULL,
  event_count integer NOT NULL,
  last_event_id text NOT NULL,
  event_ts timestamptz(3) NOT NULL,
  source_timestamp timestamptz(3) NOT NULL,
  source_partition integer NOT NULL,
  source_offset bigint NOT NULL,
  source text NOT NULL,
  processed_at timestamptz(3) NOT NULL,
  processing_duration_ms bigint,
  loaded_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (order_id)
);

-- Each customer after the latest counted order, by currency.
CREATE TABLE IF NOT EXISTS customers (
  customer_id text NOT NULL,
  currency text NOT NULL,
  order_id text NOT NULL,
  order_count bigint NOT NULL,
  total_amount numeric(15,2) NOT NULL,
  tier text NOT NULL,
  session_start timestamptz(3) NOT NULL,
  session_orders integer NOT NULL,
  effective_ts timestamptz(3) NOT NULL,
  event_ts timestamptz(3) NOT NULL,
  source_timestamp timestamptz(3) NOT NULL,
  source_partition integer NOT NULL,
  source_offset bigint NOT NULL,
  source text NOT NULL,
  processed_at timestamptz(3) NOT NULL,
  processing_duration_ms bigint,
  loaded_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (customer_id, currency)
);

-- Closed event-time windows.
CREATE TABLE IF NOT EXISTS order_metrics (
  metric text NOT NULL,
  dimension text NOT NULL,
  currency text NOT NULL,
  window_start timestamptz(3) NOT NULL,
  window_end timestamptz(3) NOT NULL,
  order_count bigint NOT NULL,
  unique_customers bigint NOT NULL,
  total_amount numeric(15,2) NOT NULL,
  avg_order_value numeric(15,2) NOT NULL,
  max_order_value numeric(12,2) NOT NULL,
  source text NOT NULL,
  processed_at timestamptz(3) NOT NULL,
  processing_duration_ms bigint,
  loaded_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (metric, dimension, currency, window_start)
);

-- Orders that came after a window of theirs had closed.
CREATE TABLE IF NOT EXISTS late_orders (
  order_id text NOT NULL,
  customer_id text NOT NULL,
  currency text NOT NULL,
  amount numeric(12,2) NOT NULL,
  event_ts timestamptz(3) NOT NULL,
  partition_max_ts timestamptz(3) NOT NULL,
  late_for jsonb NOT NULL,
  source_timestamp timestamptz(3) NOT NULL,
  source_partition integer NOT NULL,
  source_offset bigint NOT NULL,
  source text NOT NULL,
  processed_at timestamptz(3) NOT NULL,
  processing_duration_ms bigint,
  loaded_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (source_partition, source_offset)
);

-- Raw records that were refused, with the reason.
CREATE TABLE IF NOT EXISTS dead_letters (
  source_topic text NOT NULL,
  source_partition integer NOT NULL,
  source_offset bigint NOT NULL,
  source_timestamp timestamptz(3) NOT NULL,
  decided_offset bigint NOT NULL,
  original_key bytea,
  original_value bytea,
  error_type text NOT NULL,
  error_code text NOT NULL,
  error_message text NOT NULL,
  attempted_order_id text,
  source text NOT NULL,
  processed_at timestamptz(3) NOT NULL,
  processing_duration_ms bigint,
  loaded_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (source_partition, source_offset)
);

-- How far each group of loaders is in the log, and which loader holds the group.
CREATE TABLE IF NOT EXISTS sink_offsets (
  group_id text NOT NULL,
  topic text NOT NULL,
  partition integer NOT NULL,
  log_id text NOT NULL,
  epoch bigint NOT NULL,
  next_offset bigint NOT NULL,
  loaded_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (group_id, topic, partition)
);

-- Records that were not merged: of each table, key, kind and partition the newest.
CREATE TABLE IF NOT EXISTS sink_conflicts (
  table_name text NOT NULL,
  record_key text NOT NULL,
  kind text NOT NULL,
  partition integer NOT NULL,
  version bigint NOT NULL,
  content jsonb NOT NULL,
  loaded_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (table_name, record_key, kind, partition)
);
