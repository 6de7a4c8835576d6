export type ErrorType =
  | 'MALFORMED'
  | 'UNKNOWN_SCHEMA'
  | 'SCHEMA_VIOLATION'
  | 'BUSINESS_RULE_VIOLATION'
  | 'DUPLICATE'
  | 'ORPHAN'

/** What a dead letter says about its code; the texts are part of the output bytes. */
export interface DeadLetterReason {
  /** The rule of the contract that refuses. */
  readonly rule: string
  readonly type: ErrorType
  readonly message: string
}

const reason = (rule: string, type: ErrorType, message: string): DeadLetterReason => ({ rule, type, message })

/** Every reason for which a record goes to the dead letter topic, in the order in which the checks run. */
export const DEAD_LETTER_REASONS = {
  NULL_VALUE: reason('V1', 'MALFORMED', 'record has no value'),
  TOO_LARGE: reason('V1', 'MALFORMED', 'record is too large'),
  BAD_FRAMING: reason('V2', 'MALFORMED', 'value is not in Confluent framing'),
  UNKNOWN_SCHEMA_ID: reason('V3', 'UNKNOWN_SCHEMA', 'schema id is not known to the registry'),
  BAD_AVRO: reason('V4', 'MALFORMED', 'value is not valid Avro for its schema'),
  BAD_SCHEMA_VERSION: reason('V5', 'SCHEMA_VIOLATION', 'schema_version must be at least 1'),
  BAD_EVENT_ID: reason('V5', 'SCHEMA_VIOLATION', 'event_id must be a lower-case UUID'),
  BAD_ORDER_ID: reason('V5', 'SCHEMA_VIOLATION', "order_id must be 1 to 64 letters, digits, '.', '_', ':' or '-'"),
  KEY_MISMATCH: reason('V5', 'SCHEMA_VIOLATION', 'record key must equal order_id'),
  PAYLOAD_MISMATCH: reason('V5', 'SCHEMA_VIOLATION', 'payload must match event_type'),
  BAD_CUSTOMER_ID: reason(
    'V5',
    'SCHEMA_VIOLATION',
    "customer_id must be 1 to 64 letters, digits, '.', '_', ':' or '-'",
  ),
  AMOUNT_OUT_OF_RANGE: reason('V6', 'BUSINESS_RULE_VIOLATION', 'amount must be between 0.01 and 999999.99'),
  UNKNOWN_CURRENCY: reason('V6', 'BUSINESS_RULE_VIOLATION', 'currency must be an ISO 4217 code'),
  BAD_ITEMS_COUNT: reason('V6', 'BUSINESS_RULE_VIOLATION', 'items_count must be at least 1 and match the items'),
  BAD_ITEM: reason(
    'V6',
    'BUSINESS_RULE_VIOLATION',
    'every item needs a product, a category, a quantity of at least 1 and a price',
  ),
  AMOUNT_MISMATCH: reason('V6', 'BUSINESS_RULE_VIOLATION', 'amount must equal the sum of its items'),
  TIMESTAMP_OUT_OF_RANGE: reason('V7', 'BUSINESS_RULE_VIOLATION', 'event_ts must be between 1970 and 9999'),
  TIMESTAMP_IN_FUTURE: reason('V7', 'BUSINESS_RULE_VIOLATION', 'event_ts must not lie in the future'),
  TOO_OLD: reason('O0', 'BUSINESS_RULE_VIOLATION', 'event is more than 30 days behind its partition'),
  DUPLICATE_EVENT: reason('O1', 'DUPLICATE', 'event was already accepted for this order'),
  DUPLICATE_ORDER: reason('O2', 'DUPLICATE', 'order was already created'),
  TOO_MANY_EVENTS: reason('O2', 'BUSINESS_RULE_VIOLATION', 'order has more than 1000 recent events'),
  ORPHAN_ORDER: reason('O6', 'ORPHAN', 'order expired without ORDER_CREATED'),
} as const satisfies Record<string, DeadLetterReason>

export type DeadLetterCode = keyof typeof DEAD_LETTER_REASONS

export const DEAD_LETTER_CODES = Object.keys(DEAD_LETTER_REASONS) as readonly DeadLetterCode[]
