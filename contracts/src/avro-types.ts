import avsc from 'avsc'
import { decodeDecimal, encodeDecimal } from './decimal.ts'

/** Avro `decimal` over bytes as a number of minor units (T2, T6). */
class MinorUnits extends avsc.types.LogicalType {
  protected override _fromValue(bytes: Buffer): number {
    return decodeDecimal(bytes, 0, bytes.length)
  }
  protected override _toValue(minor: unknown): Buffer | undefined {
    return Number.isSafeInteger(minor) ? encodeDecimal(minor as number) : undefined
  }
  protected override _resolve(): undefined {
    return undefined
  }
}

/** The avsc type of a schema text, decimals as minor units; other logical types play no part. Throws what avsc throws. */
export const avroType = (schemaText: string): avsc.Type =>
  avsc.Type.forSchema(JSON.parse(schemaText) as avsc.Schema, { logicalTypes: { decimal: MinorUnits } })
