import {
  ORDER_EVENT_SCHEMA,
  OUTPUT_NAMES,
  OUTPUT_SCHEMAS,
  OUTPUT_TOPICS,
  RAW_TOPIC,
  subjectOf,
} from '@order-up/contracts'

const SCHEMAS = [
  { topic: RAW_TOPIC, schema: ORDER_EVENT_SCHEMA },
  ...OUTPUT_NAMES.map((name) => ({ topic: OUTPUT_TOPICS[name], schema: OUTPUT_SCHEMAS[name] })),
]

/** The registry's subject of each topic of the contract, with the schema that it must have. */
export const contractSubjects = (
  topicPrefix: string,
): readonly { readonly subject: string; readonly schema: string }[] =>
  SCHEMAS.map(({ topic, schema }) => ({ subject: subjectOf(`${topicPrefix}${topic}`), schema }))
