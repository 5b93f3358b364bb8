import type { ImportKind, RowProblem } from '#contract/imports'
import type { SheetRow } from '#lib/sheets/sheet'
import type { Known } from './known.ts'
import { readCell } from './read-cell.ts'
import { emptyWish, type RowWish, type WishedEntity } from './row-wish.ts'

/** A column that is taken for something. */
export type ChosenColumn = { place: number; header: string; target: string }

/** What is read by: the columns that are taken for something, how many cells the head has, what the table is of. */
type Head = { columns: ChosenColumn[]; width: number; kind: ImportKind }

const shownChars = 100
const mainOf = { contacts: 'contact', companies: 'company', deals: 'deal', customers: 'customer' } as const

/** What a row says, by what its columns are taken for. */
export function readRow(row: SheetRow, { columns, width, kind }: Head, known: Known): RowWish {
  const read: RowWish = { line: row.line, wishes: {}, problems: [] }
  if (row.cells.slice(width).some((cell) => cell.trim() !== '')) add(read, null, 'too_many_cells', null)
  // A stage is looked for in the pipeline that the same row names, wherever that stands.
  const ordered = columns.toSorted((one, other) => rank(one) - rank(other))
  for (const { place, header, target } of ordered) {
    const cell = row.cells[place]?.trim() ?? ''
    if (cell === '') continue
    const [entity, attribute = '', more] = target.split('.')
    if (!isWished(entity)) continue
    const wish = (read.wishes[entity] ??= emptyWish())
    const problem = readCell({ entity, attribute, more }, cell, wish, known)
    if (problem) add(read, header, problem.code, problem.value ?? cell)
  }
  settleNames(read, mainOf[kind])
  return read
}

const isWished = (entity: string | undefined): entity is WishedEntity =>
  entity === 'contact' || entity === 'company' || entity === 'deal' || entity === 'customer'

const rank = ({ target }: ChosenColumn): number => (target === 'deal.stage' ? 1 : 0)

function add(read: RowWish, column: string | null, code: RowProblem, value: string | null): void {
  read.problems.push({ column, code, value: value === null ? null : shorten(value) })
}

function shorten(text: string): string {
  return text
    .replaceAll(/\p{Cc}/gu, ' ')
    .slice(0, shownChars)
    .toWellFormed()
}

/** Whatever is brought in has a name: a contact at least a phone or an e-mail, a card at least its contact's name. */
function settleNames(read: RowWish, main: WishedEntity): void {
  const { wishes } = read
  const { contact } = wishes
  if (contact) contact.name ??= contact.points[0]?.value ?? null
  // A table of people alone makes a card of each.
  if (contact && (main === 'deal' || main === 'customer')) {
    const card = (wishes[main] ??= emptyWish())
    card.name ??= contact.name
  }
  const isNameless = !wishes[main] || Object.values(wishes).some(({ name }) => name === null)
  if (isNameless && read.problems.length === 0) add(read, null, 'name_missing', null)
}
