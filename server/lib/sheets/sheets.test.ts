import { readdir } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { readSheet } from './read-sheet.ts'
import type { SheetCell } from './sheet.ts'
import { sniffSheet } from './sniff-sheet.ts'
import { allOf, bookParts, csv, folder, problemOf, rowsOf, sourceOf, zipOf } from './test-sheets.ts'
import { writeCsv } from './write-csv.ts'
import { writeXlsx } from './write-xlsx.ts'

const utf16 = (line: string, bigEndian = false): Buffer => {
  const bytes = Buffer.from(line, 'utf16le')
  return bigEndian ? bytes.swap16() : bytes
}
/** Russian letters of Windows-1251: а is 0xE0, and so on. */
const windows1251 = (line: string): Buffer =>
  Buffer.from(
    line.split('').map((letter) => {
      const code = letter.codePointAt(0) ?? 0
      return code >= 0x410 && code <= 0x44f ? code - 0x350 : code
    }),
  )

describe('what a file is', () => {
  test.each([
    ['UTF-8', Buffer.from('имя;тел\nАнна;1\n'), 'utf-8', ';'],
    ['UTF-8 with its mark', Buffer.from('\uFEFFname,phone\nAnna,1\n'), 'utf-8', ','],
    ['UTF-16 with its mark', utf16('\uFEFFимя\tтел\nАнна\t1\n'), 'utf-16le', '\t'],
    ['UTF-16, big end first', utf16('\uFEFFимя;тел\nАнна;1\n', true), 'utf-16be', ';'],
    ['UTF-16 without a mark', utf16('name;phone\nAnna;1\n'), 'utf-16le', ';'],
    ['the code page of Windows', windows1251('имя;тел\nАнна;1\n'), 'windows-1251', ';'],
    ['commas within quotes', Buffer.from('name;note\n"a,b,c";"d,e,f"\n'), 'utf-8', ';'],
  ])('is told from its bytes: %s', async (_name, bytes, encoding, separator) => {
    expect(await sniffSheet(sourceOf(bytes))).toEqual({ kind: 'csv', encoding, separator })
  })

  test('is a refusal for what is no table, whatever its name', async () => {
    const picture = Buffer.from('89504e470d0a1a0a0000000d4948445200000010000000100802000000', 'hex')
    expect(await problemOf(sniffSheet(sourceOf(picture)))).toEqual(['not_a_table', null])
    expect(await problemOf(sniffSheet(sourceOf('')))).toEqual(['empty', null])
    expect(await problemOf(sniffSheet(sourceOf(' \n\n')))).toEqual(['empty', null])
    const old = Buffer.from('d0cf11e0a1b11ae1', 'hex')
    expect(await problemOf(sniffSheet(sourceOf(old)))).toEqual(['old_excel', null])
  })
})

describe('CSV', () => {
  test('rows are told with the line on which they begin', async () => {
    const rows = await rowsOf('a;b\r\n1;"x\ny"\r\n\r\n2;3\n4;5', csv())
    expect(rows).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1', 'x\ny'] },
      { line: 5, cells: ['2', '3'] },
      { line: 6, cells: ['4', '5'] },
    ])
  })

  test('letters of several bytes that chunks cut apart stay whole', async () => {
    const bytes = windows1251('имя;Анна\n')
    expect(await rowsOf(bytes, { ...csv(), kind: 'csv', encoding: 'windows-1251', separator: ';' })).toEqual([
      { line: 1, cells: ['имя', 'Анна'] },
    ])
    const source = sourceOf('Ёлка;ж\n')
    const cut = { ...source, open: async () => Readable.from(byByte(await source.open())) }
    expect(await allOf(readSheet(cut, csv(), folder))).toEqual([{ line: 1, cells: ['Ёлка', 'ж'] }])
  })

  test('a quote in the middle of a cell is a letter; one that nothing ends is told with its line', async () => {
    expect((await rowsOf('a\nООО "Ромашка"\n"x"y\n', csv())).map(({ cells }) => cells[0])).toEqual([
      'a',
      'ООО "Ромашка"',
      '"x"y',
    ])
    expect(await problemOf(rowsOf('a;b\n1;2\n3;"4\n5;6\n', csv()))).toEqual(['broken_quote', 3])
    expect(await problemOf(rowsOf(`a\n"${'x\n'.repeat(600_000)}`, csv()))).toEqual(['broken_quote', 2])
  })

  test('rows longer and shorter than the head come as they are', async () => {
    expect((await rowsOf('a;b\n1\n1;2;3\n', csv())).map(({ cells }) => cells.length)).toEqual([2, 1, 3])
  })
})

async function* byByte(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) for (const byte of chunk) yield Buffer.from([byte])
}

describe('XLSX', () => {
  test('the first sheet that is shown is read: texts, numbers, days, formulas by what they came to', async () => {
    const sheet =
      '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><r><t>Бю</t></r><r><t>джет</t></r></is></c></row>' +
      '<row r="3"><c r="A3" t="str"><f>A1</f><v>x</v></c><c r="B3" s="1"><v>45987</v></c><c r="C3"><v>7.9991234567E10</v></c>' +
      '<c r="D3" t="e"><v>#N/A</v></c><c r="E3" s="2"><v>45987.5</v></c></row><row r="4"/>'
    const bytes = await zipOf(
      bookParts(sheet, {
        'xl/sharedStrings.xml': '<sst><si><t>no</t></si><si><t>Имя</t><rPh><t>imya</t></rPh></si></sst>',
        'xl/styles.xml':
          '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd.mm.yyyy&quot; г.&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>',
      }),
    )
    expect(await sniffSheet(sourceOf(bytes))).toEqual({ kind: 'xlsx' })
    expect(await rowsOf(bytes, { kind: 'xlsx' })).toEqual([
      { line: 1, cells: ['Имя', '', 'Бюджет'] },
      { line: 3, cells: ['x', '2025-11-26', '79991234567', '', '2025-11-26 12:00'] },
    ])
  })

  test('a zip that is no workbook, a torn one and one with broken XML are refused', async () => {
    const none = await zipOf({ 'a.txt': 'x' })
    expect(await problemOf(rowsOf(none, { kind: 'xlsx' }))).toEqual(['not_a_table', null])
    const whole = await zipOf(bookParts('<row/>'))
    expect(await problemOf(rowsOf(whole.subarray(0, 200), { kind: 'xlsx' }))).toEqual(['broken', null])
    const broken = await zipOf(bookParts('<row'))
    expect(await problemOf(rowsOf(broken, { kind: 'xlsx' }))).toEqual(['broken', null])
  })

  test('what unpacks to far more than it is, is refused, by what it says and by what it is', async () => {
    const bomb = await zipOf(bookParts(`<row><c t="str"><v>${'x'.repeat(1_000_000)}</v></c></row>`))
    expect(bomb.length).toBeLessThan(10_000)
    expect(await problemOf(rowsOf(bomb, { kind: 'xlsx' }))).toEqual(['too_big', null])
    // A part whose size in the list of parts is a lie.
    const liar = await zipOf(bookParts(`<row><c t="str"><v>${' '.repeat(30_000)}</v></c></row>`))
    const place = liar.lastIndexOf(Buffer.from('xl/worksheets/sheet1.xml')) - 46 + 24
    liar.writeUInt32LE(100, place)
    expect(await problemOf(rowsOf(liar, { kind: 'xlsx' }))).toEqual(['broken', null])
    const claims = await zipOf(bookParts('<row/>'))
    claims.writeUInt32LE(2_000_000_000, claims.lastIndexOf(Buffer.from('xl/worksheets/sheet1.xml')) - 46 + 24)
    expect(await problemOf(rowsOf(claims, { kind: 'xlsx' }))).toEqual(['too_big', null])
  })

  test('a list of entities is not unfolded', async () => {
    const laughs = await zipOf({
      ...bookParts(''),
      'xl/worksheets/sheet1.xml':
        '<!DOCTYPE a [<!ENTITY b "bbb"><!ENTITY c "&b;&b;">]><worksheet><sheetData><row><c t="str"><v>&c;</v></c></row></sheetData></worksheet>',
    })
    expect(await problemOf(rowsOf(laughs, { kind: 'xlsx' }))).toEqual(['broken', null])
  })

  test('nothing is left lying about', async () => {
    expect(await readdir(folder)).toEqual([])
  })
})

const table: SheetCell[][] = [
  [
    { kind: 'text', value: 'Имя' },
    { kind: 'text', value: 'Телефон' },
    { kind: 'text', value: 'Бюджет' },
    { kind: 'text', value: 'Создана' },
  ],
  [
    { kind: 'text', value: '=cmd|"/c calc"!A1' },
    { kind: 'phone', value: '+7 999 123-45-67' },
    { kind: 'number', value: 1234.5 },
    { kind: 'time', value: '2026-11-26 09:30' },
  ],
  [
    { kind: 'text', value: '<b>&"x"; \u0000y' },
    { kind: 'phone', value: '+7=1+1' },
    null,
    { kind: 'day', value: '2026-11-26' },
  ],
  [{ kind: 'text', value: '\tx' }, { kind: 'text', value: '-1' }, null, { kind: 'text', value: '@a' }],
]
async function* walk(): AsyncGenerator<SheetCell[]> {
  yield* table
}

describe('writing', () => {
  test('CSV: nothing in it is run, phones stay phones, and it is read back as it was', async () => {
    const written = await text(writeCsv(walk(), { separator: ';' }))
    expect(written.split('\r\n')).toEqual([
      'Имя;Телефон;Бюджет;Создана',
      `"'=cmd|""/c calc""!A1";+7 999 123-45-67;1234,5;2026-11-26 09:30`,
      `"<b>&""x""; \u0000y";'+7=1+1;;2026-11-26`,
      `"'\tx";'-1;;'@a`,
      '',
    ])
    const rows = await rowsOf(written, csv())
    expect(rows[1]?.cells).toEqual([`'=cmd|"/c calc"!A1`, '+7 999 123-45-67', '1234,5', '2026-11-26 09:30'])
  })

  test('XLSX: texts are texts, numbers and days are numbers, and it is read back as it was', async () => {
    const bytes = await buffer(writeXlsx(walk(), { name: 'Контакты' }))
    expect(await sniffSheet(sourceOf(bytes))).toEqual({ kind: 'xlsx' })
    expect((await rowsOf(bytes, { kind: 'xlsx' })).map(({ cells }) => cells)).toEqual([
      ['Имя', 'Телефон', 'Бюджет', 'Создана'],
      ['=cmd|"/c calc"!A1', '+7 999 123-45-67', '1234.5', '2026-11-26 09:30'],
      ['<b>&"x"; y', '+7=1+1', '', '2026-11-26'],
      ['\tx', '-1', '', '@a'],
    ])
  })

  test('XLSX: what does not fit on a sheet goes on the next one, under its head', async () => {
    const bytes = await buffer(writeXlsx(walk(), { name: 'A', rowsPerSheet: 3 }))
    expect((await rowsOf(bytes, { kind: 'xlsx' })).length).toBe(3)
    const swapped = Buffer.from(
      bytes
        .toString('latin1')
        .replaceAll('sheet1.xml', 'sheetX.xml')
        .replaceAll('sheet2.xml', 'sheet1.xml')
        .replaceAll('sheetX.xml', 'sheet2.xml'),
      'latin1',
    )
    expect((await rowsOf(swapped, { kind: 'xlsx' })).map(({ cells }) => cells[0])).toEqual(['Имя', '\tx'])
  })

  test('many rows pass through without being held together', async () => {
    let asked = 0
    let most = 0
    async function* many(): AsyncGenerator<SheetCell[]> {
      for (let n = 0; n < 60_000; n += 1) {
        asked += 1
        yield [
          { kind: 'text', value: `Клиент ${n} ${'ы'.repeat(40)}` },
          { kind: 'number', value: n },
        ]
      }
    }
    const stream = writeXlsx(many(), { name: 'A' })
    let taken = 0
    const chunks: Buffer[] = []
    for await (const chunk of stream) {
      taken += 1
      if (taken === 1) most = asked
      chunks.push(Buffer.from(chunk))
    }
    // The first bytes left before a tenth of the rows was asked for.
    expect(most).toBeLessThan(6000)
    let count = 0
    for await (const row of readSheet(sourceOf(Buffer.concat(chunks)), { kind: 'xlsx' }, folder))
      count += row.cells.length / 2
    expect(count).toBe(60_000)
  })

  test('an error in the middle breaks the answer off instead of ending it well', async () => {
    async function* failing(): AsyncGenerator<SheetCell[]> {
      yield* table
      throw new Error('gone')
    }
    await expect(buffer(writeXlsx(failing(), { name: 'A' }))).rejects.toThrow('gone')
    await expect(text(writeCsv(failing(), { separator: ',' }))).rejects.toThrow('gone')
  })
})
