import type { Cursor } from './avro-cursor.ts'
import { IMPOSSIBLE, type Layout, layoutsOf, takesNoBytes } from './avro-layout.ts'
import type { AvroRecord, AvroType, Primitive } from './avro-schema.ts'

/** Reads past one datum; the cursor fails where there is none. */
export type Skip = (cursor: Cursor) => void

/** A datum begun; `left` counts the parts of a sequence, or the items of a block, that are still to come. */
interface Begun {
  readonly layout: Extract<Layout, { readonly kind: 'sequence' | 'union' | 'array' | 'map' }>
  left: number
}

const SKIPS: Readonly<Record<Primitive, Skip>> = {
  null: () => {},
  boolean: (cursor) => cursor.skip(1),
  int: (cursor) => cursor.int(),
  long: (cursor) => cursor.long(),
  float: (cursor) => cursor.skip(4),
  double: (cursor) => cursor.skip(8),
  bytes: (cursor) => cursor.skip(cursor.length()),
  string: (cursor) => cursor.skip(cursor.length()),
}

/** One skip on its way. It keeps its own stack, so data may be nested as deep as there are bytes for it. */
class Walk {
  readonly #cursor: Cursor
  readonly #layoutOf: (type: AvroType) => Layout
  /** The innermost last. */
  readonly #begun: Begun[] = []

  constructor(cursor: Cursor, layoutOf: (type: AvroType) => Layout) {
    this.#cursor = cursor
    this.#layoutOf = layoutOf
  }

  run(layout: Layout): void {
    this.#begin(layout)
    while (this.#begun.length > 0 && !this.#cursor.failed) this.#step(this.#begun.at(-1)!)
  }

  /** Reads past a leaf, or leaves what is nested to the steps that follow. */
  #begin(layout: Layout): void {
    const cursor = this.#cursor
    switch (layout.kind) {
      case 'impossible':
        cursor.fail()
        break
      case 'enum':
        if (layout.symbols[cursor.int()] === undefined) cursor.fail()
        break
      case 'fixed':
        cursor.skip(layout.size)
        break
      case 'sequence':
        this.#begun.push({ layout, left: layout.parts.length })
        break
      case 'union':
      case 'array':
      case 'map':
        this.#begun.push({ layout, left: 0 })
        break
      default:
        SKIPS[layout.kind](cursor)
    }
  }

  #step(innermost: Begun): void {
    const { layout } = innermost
    if (layout.kind === 'union') {
      this.#begun.pop()
      const branch = layout.branches[this.#cursor.int()]
      this.#begin(branch === undefined ? IMPOSSIBLE : this.#layoutOf(branch))
    } else if (layout.kind === 'sequence') {
      innermost.left -= 1
      if (innermost.left === 0) this.#begun.pop()
      this.#begin(layout.parts.at(-1 - innermost.left)!)
    } else if (innermost.left === 0) {
      innermost.left = this.#cursor.block()
      if (innermost.left === 0) this.#begun.pop()
    } else if (layout.kind === 'map') {
      innermost.left -= 1
      SKIPS.string(this.#cursor)
      this.#begin(this.#layoutOf(layout.values))
    } else {
      const item = this.#layoutOf(layout.items)
      innermost.left = takesNoBytes(item) ? 0 : innermost.left - 1
      this.#begin(item)
    }
  }
}

/**
 * Makes the skips of one schema, whose records are given, for fields that only the writer has (V4). Undefined for a type
 * that takes no bytes.
 *
 * A skip takes time and memory in proportion to the bytes, whatever the schema: what takes no bytes is left out of
 * records, and passed over at once in blocks.
 */
export const skipMaker = (records: readonly AvroRecord[]): ((type: AvroType) => Skip | undefined) => {
  const layoutOf = layoutsOf(records)
  return (type) => {
    const layout = layoutOf(type)
    return takesNoBytes(layout) ? undefined : (cursor) => new Walk(cursor, layoutOf).run(layout)
  }
}
