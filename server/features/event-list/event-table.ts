import type { Language } from '#contract/common'
import type { EventFilter, EventRow } from '#contract/event-list'
import { authorWords, eventWords, objectWords } from '#contract/event-words'
import type { ExportFormat } from '#contract/exports'
import { wallTime } from '#contract/wall-time'
import { reachOf } from '#contract/permissions'
import { rightsOf, type Viewer } from '#features/access'
import type { Db } from '#lib/db'
import type { MadeDownload } from '#lib/http/route'
import type { SheetCell } from '#lib/sheets/sheet'
import { writeCsv } from '#lib/sheets/write-csv'
import { writeXlsx } from '#lib/sheets/write-xlsx'
import { columnWords, tableName } from './table-words.ts'
import { findPlaces } from './find-places.ts'
import type { EventPlace } from './event-place.ts'
import { toWanted } from './list-events.ts'
import { loadRows } from './load-rows.ts'
import { loadNames, type Names } from './names.ts'

const portion = 500

/** The events of a filter as a table, newest first; what happens meanwhile is not in it. */
export async function exportEvents(
  db: Db,
  viewer: Viewer,
  filter: EventFilter,
  format: ExportFormat,
  now: Date,
): Promise<MadeDownload> {
  const names = await loadNames(db, viewer)
  const { language, timeZone } = names
  const name = tableName[language]
  const file = `${name} ${wallTime(now, timeZone).slice(0, 10)}`
  const rows = walk(db, viewer, filter, names)
  return format === 'csv'
    ? {
        name: `${file}.csv`,
        mime: 'text/csv',
        open: async () => writeCsv(rows, { separator: language === 'ru' ? ';' : ',' }),
      }
    : {
        name: `${file}.xlsx`,
        mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        open: async () => writeXlsx(rows, { name }),
      }
}

/** Row after row as they are asked for; no more than a portion of them is held. */
async function* walk(db: Db, viewer: Viewer, filter: EventFilter, names: Names): AsyncGenerator<SheetCell[]> {
  yield columnWords[names.language].map((value) => ({ kind: 'text', value }))
  let from: EventPlace | null = null
  do {
    const { places, horizon } = await findPlaces(db, viewer, {
      filter: toWanted(filter),
      from,
      direction: 'older',
      limit: portion,
    })
    const ids = places.map(({ id }) => id)
    for (const row of await loadRows(db, toTakeAway(viewer), ids, names)) yield cellsOf(row, names)
    from = places.length === portion ? (places.at(-1) ?? null) : horizon
  } while (from)
}

/** Names leave only with whose role takes such things away (R8): he is shown no more of them here than he may export. */
function toTakeAway(viewer: Viewer): Viewer {
  if (viewer.isAdmin) return viewer
  const { rights } = viewer
  const takesIncoming = viewer.takesIncoming !== false && reachOf(rights, 'deals', 'export') === 'all'
  const narrowed = rightsOf((action, entity) =>
    reachOf(rights, entity, action === 'view' ? 'export' : action),
  )
  return { ...viewer, takesIncoming, countsParticipation: false, rights: narrowed }
}

const ofPeople = new Set(['contact', 'company', 'deal', 'customer', 'task'])

const numberSigns: Record<Language, string> = { ru: '№ ', en: '#' }

function cellsOf(row: EventRow, { language, timeZone }: Names): SheetCell[] {
  const { subject, changes } = row
  const object = objectWords[language][subject.kind] ?? ''
  const named =
    row.number !== null && subject.kind === 'conversation'
      ? `${numberSigns[language]}${row.number}`
      : subject.name
  // What has no name here is not his to take away: neither is what became of it.
  const isKept = ofPeople.has(subject.kind) && subject.name === null
  const shown = isKept ? [] : changes
  const told = (side: 'before' | 'after'): string =>
    shown.flatMap(({ what, [side]: value }) => (value === null ? [] : [`${what}: ${value}`])).join('; ')
  return [
    { kind: 'time', value: wallTime(new Date(row.at), timeZone).replace('T', ' ') },
    text(row.actor.name ?? authorWords[language][row.actor.kind]),
    text(authorWords[language][row.actor.kind]),
    text(eventWords[row.type][language]),
    text(object),
    text(named),
    row.number === null ? null : { kind: 'number', value: row.number },
    text(row.contact?.name),
    text(row.channel?.name),
    text(row.card?.name),
    text(row.card?.stage),
    text(told('before')),
    text(told('after')),
    text(row.way),
  ]
}

const text = (value: string | null | undefined): SheetCell => (value ? { kind: 'text', value } : null)
