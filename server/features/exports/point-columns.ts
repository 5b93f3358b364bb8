import { pointLabels, type PointKind, type PointLabel, type PointView } from '#contract/points'
import type { SheetCell } from '#lib/sheets/sheet'

type Row = { points: Pick<PointView, 'kind' | 'value' | 'label'>[] }

/** Phones and e-mails, each kind of them in a column of its own, so that they are brought in again as they were. */
export function pointColumns(entity: 'contact' | 'company'): Record<string, (row: Row) => SheetCell> {
  const columns = (['phone', 'email'] as const).flatMap((kind) =>
    [null, ...pointLabels].map((label) => {
      const target = label === null ? `${entity}.${kind}` : `${entity}.${kind}.${label}`
      return [target, ({ points }: Row) => cellOf(points, kind, label)] as const
    }),
  )
  return Object.fromEntries(columns)
}

function cellOf(points: Row['points'], kind: PointKind, label: PointLabel | null): SheetCell {
  const value = points
    .filter((point) => point.kind === kind && point.label === label)
    .map((point) => point.value)
    .join(', ')
  if (value === '') return null
  return { kind: kind === 'phone' ? 'phone' : 'text', value }
}
