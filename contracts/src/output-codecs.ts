import type { OutputRecords } from './output-records.ts'
import { OUTPUT_SCHEMAS } from './schemas.ts'
import type { OutputName } from './topics.ts'
import { type ValueCodec, valueCodec } from './value-codec.ts'

/** The value codec of each output. */
export const outputCodecs: { readonly [Name in OutputName]: ValueCodec<OutputRecords[Name]> } = {
  curated: valueCodec(OUTPUT_SCHEMAS.curated),
  customers: valueCodec(OUTPUT_SCHEMAS.customers),
  metrics: valueCodec(OUTPUT_SCHEMAS.metrics),
  late: valueCodec(OUTPUT_SCHEMAS.late),
  dlq: valueCodec(OUTPUT_SCHEMAS.dlq),
}
