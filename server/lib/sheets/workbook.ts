import { readXml } from './read-xml.ts'
import { SheetError } from './sheet.ts'
import type { Zip } from './open-zip.ts'

export type Workbook = {
  /** The part of the first sheet that is not hidden. */
  sheet: string
  /** Days are counted from 1904, as on old Macs. */
  isFrom1904: boolean
  /** For each style of cells: is its number an instant? */
  dateStyles: boolean[]
}

/** Reads what a workbook says of itself. Throws `SheetError`: a zip that is no workbook is no table. */
export async function readWorkbook(zip: Zip): Promise<Workbook> {
  const bytes = await zip.open('xl/workbook.xml')
  if (!bytes) throw new SheetError('not_a_table')
  let sheetId: string | null = null
  let isFrom1904 = false
  await readXml(bytes, {
    open({ name, attributes }) {
      if (name === 'workbookPr') isFrom1904 = /^(1|true)$/.test(attributes['date1904'] ?? '')
      const isShown = (attributes['state'] ?? 'visible') === 'visible'
      if (name === 'sheet' && isShown) sheetId ??= relationId(attributes)
    },
  })
  const sheet = sheetId === null ? null : await findTarget(zip, sheetId)
  if (sheet === null) throw new SheetError('not_a_table')
  return { sheet, isFrom1904, dateStyles: await readDateStyles(zip) }
}

function relationId(attributes: Record<string, string>): string | null {
  const [, id = null] = Object.entries(attributes).find(([name]) => /^[^:]+:id$/.test(name)) ?? []
  return id
}

async function findTarget(zip: Zip, id: string): Promise<string | null> {
  const bytes = await zip.open('xl/_rels/workbook.xml.rels')
  let target: string | null = null
  if (bytes) {
    await readXml(bytes, {
      open({ name, attributes }) {
        if (name === 'Relationship' && attributes['Id'] === id) target = attributes['Target'] ?? null
      },
    })
  }
  return target === null ? null : pathOf(target)
}

/** A target is told from the folder `xl`, or from the top when it begins with a slash. */
function pathOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`
}

async function readDateStyles(zip: Zip): Promise<boolean[]> {
  const bytes = await zip.open('xl/styles.xml')
  const formats = new Map<number, string>()
  const styles: boolean[] = []
  let isInCells = false
  if (bytes) {
    await readXml(bytes, {
      open({ name, attributes }) {
        if (name === 'numFmt') formats.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '')
        if (name === 'cellXfs') isInCells = true
        if (name === 'xf' && isInCells) styles.push(isDate(Number(attributes['numFmtId']), formats))
      },
      close({ name }) {
        if (name === 'cellXfs') isInCells = false
      },
    })
  }
  return styles
}

/** Formats of dates that need not be told (ECMA-376, 18.8.30), or one of the workbook's own that names a day or an hour. */
function isDate(id: number, formats: Map<number, string>): boolean {
  const format = formats.get(id)
  if (format === undefined) return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 58)
  return /[dyhs]/i.test(format.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]|General/gi, ''))
}
