import { widthOf } from './paint.ts'

/** Alignment of a column. */
export type Align = 'left' | 'right'

const GAP = '  '

const pad = (cell: string, width: number, align: Align): string => {
  const room = ' '.repeat(Math.max(0, width - widthOf(cell)))
  return align === 'left' ? cell + room : room + cell
}

/** Rows as lines of aligned columns, two spaces between them, nothing trailing. */
export const alignRows = (rows: readonly (readonly string[])[], aligns: readonly Align[]): readonly string[] => {
  const widths = aligns.map((_, column) => Math.max(0, ...rows.map((row) => widthOf(row[column] ?? ''))))
  return rows.map((row) =>
    aligns
      .map((align, at) => pad(row[at] ?? '', widths[at]!, align))
      .join(GAP)
      .trimEnd(),
  )
}
