import type { RowProblem } from '#contract/imports'
import type { SheetRow } from '#lib/sheets/sheet'
import type { Known } from './known.ts'
import { readCell } from './read-cell.ts'
import { emptyWish, type EntityWish, type RowWish, type WishedEntity } from './row-wish.ts'

/** A column that is taken for something. */
export type ChosenColumn = { place: number; header: string; target: string }

const shownChars = 100

/** What a row says, by what its columns are taken for. `width`: how many cells the head has. */
export function readRow(row: SheetRow, columns: ChosenColumn[], width: number, known: Known): RowWish {
  const read: RowWish = { line: row.line, wishes: {}, problems: [] }
  if (row.cells.slice(width).some((cell) => cell.trim() !== '')) add(read, null, 'too_many_cells', null)
  // A stage is looked for in the pipeline that the same row names, wherever that stands.
  const ordered = columns.toSorted((one, other) => rank(one) - rank(other))
  for (const { place, header, target } of ordered) {
    const cell = row.cells[place]?.trim() ?? ''
    if (cell === '') continue
    const [entity, attribute = '', more] = target.split('.')
    if (entity !== 'contact' && entity !== 'company' && entity !== 'deal') continue
    const wish = (read.wishes[entity] ??= emptyWish())
    const problem = readCell({ entity, attribute, more }, cell, wish, known)
    if (problem) add(read, header, problem.code, problem.value ?? cell)
  }
  settleNames(read, new Set(columns.map(({ target }) => target.split('.')[0])))
  return read
}

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

/** Whatever is brought in has a name: a contact at least a phone or an e-mail, a deal at least its contact's name. */
function settleNames(read: RowWish, entities: Set<string | undefined>): void {
  const { contact, company, deal } = read.wishes
  if (contact) contact.name ??= contact.points[0]?.value ?? null
  if (entities.has('deal') && deal) deal.name ??= contact?.name ?? null
  const named: [WishedEntity, EntityWish | undefined][] = [
    ['company', company],
    ['deal', deal],
    ['contact', contact],
  ]
  for (const [entity, wish] of named) {
    const isMain = entity === mainOf(entities)
    if ((isMain && !wish) || (wish && wish.name === null)) {
      if (read.problems.length === 0) add(read, null, 'name_missing', null)
    }
  }
}

function mainOf(entities: Set<string | undefined>): WishedEntity {
  if (entities.has('deal')) return 'deal'
  return entities.has('company') ? 'company' : 'contact'
}
