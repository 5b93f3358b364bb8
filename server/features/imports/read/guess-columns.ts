import { sql } from 'kysely'
import { importTargets, mayRepeat, type ImportKind } from '#contract/imports'
import { targetName } from '#contract/import-words'
import type { FieldView } from '#contract/fields'
import type { Read } from '#lib/db'
import { sameWord, type Known } from './known.ts'
import type { WishedEntity } from './row-wish.ts'

/** A column of a file: its header, its first values, and what it is taken for. */
export type Column = { header: string; samples: string[]; target: string | null }

export type TargetName = { target: string; name: string | null }

/** All that a column of such a file can be taken for. */
export function listTargets(kind: ImportKind, known: Known): TargetName[] {
  const fieldsOf = (entity: WishedEntity): TargetName[] =>
    known.fields[entity]
      .filter(({ isEditable }) => isEditable)
      .map(({ id, name }: FieldView) => ({ target: `${entity}.field.${id}`, name }))
  const custom = {
    contacts: () => fieldsOf('contact'),
    companies: () => fieldsOf('company'),
    deals: () => [...fieldsOf('deal'), ...fieldsOf('contact')],
    customers: () => [...fieldsOf('customer'), ...fieldsOf('contact')],
  }
  return [...importTargets[kind].map((target) => ({ target, name: null })), ...custom[kind]()]
}

/**
 * What columns are taken for: what this account has last taken them for, else what their headers say in Russian or English.
 * Of two columns of one name the first is taken, unless both can be.
 */
export function guessColumns(
  kind: ImportKind,
  headers: string[],
  targets: TargetName[],
  remembered: Map<string, string>,
): (string | null)[] {
  const taken = new Set<string>()
  return headers.map((header) => {
    const target =
      offered(targets, remembered.get(header.trim().toLowerCase())) ?? guess(kind, header, targets)
    if (target === null || (taken.has(target) && !mayRepeat(target))) return null
    taken.add(target)
    return target
  })
}

function offered(targets: TargetName[], target: string | undefined): string | null {
  return targets.find((each) => each.target === target)?.target ?? null
}

function guess(kind: ImportKind, header: string, targets: TargetName[]): string | null {
  const word = header.trim()
  if (word === '') return null
  const exact = targets.find(({ target, name }) =>
    name === null
      ? sameWord(targetName('ru', target), word) || sameWord(targetName('en', target), word)
      : sameWord(name, word),
  )
  if (exact) return exact.target
  const main = { contacts: 'contact', companies: 'company', deals: 'deal', customers: 'customer' }[kind]
  const person = kind === 'companies' ? 'company' : 'contact'
  const [, found] = words.find(([form]) => form.test(word)) ?? []
  if (found === undefined) return null
  if (found === 'company' && kind === 'companies') return offered(targets, 'company.name')
  if (found === 'contact:name' && kind === 'customers' && ownWord.test(word))
    return offered(targets, 'customer.name')
  const entity = /^(phone|email|company)/.test(found) ? person : main
  const target = found.includes(':') ? found.replace(':', '.') : `${entity}.${found}`
  return offered(targets, target)
}

/** What customers are called, who in other tables are people. */
const ownWord = /(покупатель|customer)/i

/** The first that fits is it; what names its entity itself has a colon. */
const words: [RegExp, string][] = [
  [/(сумма|бюджет|цена|стоимость|budget|amount|price|value)/i, 'deal:budget'],
  [/(воронк|pipeline|funnel)/i, 'deal:pipeline'],
  [/(этап|стади|статус|stage|status)/i, 'stage'],
  [/((следующ|будущ)\S*\s+покупк|next\s+purchase)/i, 'customer:next'],
  [/(тег|метк|tag|label)/i, 'tags'],
  [/(ответственн|менеджер|владелец|responsible|owner|manager|assign)/i, 'responsible'],
  [/(раб\S*\s+тел|тел\S*\s+раб|work\s*phone|phone.*work|office\s*phone)/i, 'phone.work'],
  [/(моб|сотов|mobile|cell)/i, 'phone.mobile'],
  [/(дом\S*\s+тел|home\s*phone)/i, 'phone.home'],
  [/(раб\S*\s+(e-?mail|почт)|(e-?mail|почт)\S*\s+раб|work\s*e-?mail)/i, 'email.work'],
  [/(личн\S*\s+(e-?mail|почт)|home\s*e-?mail|personal\s*e-?mail)/i, 'email.home'],
  [/(телефон|тел\.|^тел$|phone|^tel$|номер)/i, 'phone'],
  [/(почта|e-?mail|имейл|мейл|email)/i, 'email'],
  [/(сайт|веб|website|site|web|url)/i, 'company:website'],
  [/(адрес|address)/i, 'company:address'],
  [/(название сделк|сделка|^deal|lead name|opportunity|^лид$)/i, 'deal:name'],
  [/(компани|организаци|фирма|company|organi[sz]ation|account name)/i, 'company'],
  [/(контакт|клиент|покупатель|contact|client|customer|full\s*name|фио|ф\.\s*и\.\s*о)/i, 'contact:name'],
  [/^(имя|фамилия|отчество|first\s*name|last\s*name|surname|middle\s*name)$/i, 'contact:name'],
  [/^(название|наименование|name|title|имя)$/i, 'name'],
]

export async function findRemembered(
  db: Read,
  accountId: number,
  kind: ImportKind,
): Promise<Map<string, string>> {
  const { rows } = await sql<{ header: string; target: string }>`select header, target from import_headers
    where account_id = ${accountId} and kind = ${kind}`.execute(db)
  return new Map(rows.map(({ header, target }) => [header, target]))
}

const mostHeaderChars = 200

/** What the columns are taken for now is what columns of these names are taken for next time. */
export async function rememberColumns(
  tx: Read,
  accountId: number,
  kind: ImportKind,
  columns: Column[],
): Promise<void> {
  const chosen = new Map(
    columns.flatMap(({ header, target }) => {
      const word = header.trim().toLowerCase().slice(0, mostHeaderChars)
      return word === '' || target === null ? [] : [[word, target]]
    }),
  )
  await sql`insert into import_headers (account_id, kind, header, target)
    select ${accountId}, ${kind}, h, t from unnest(${[...chosen.keys()]}::text[], ${[...chosen.values()]}::text[]) c(h, t)
    on conflict (account_id, kind, header) do update set target = excluded.target`.execute(tx)
}
