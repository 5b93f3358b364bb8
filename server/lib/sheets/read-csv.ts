import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { z } from 'zod'
import { SheetError, type SheetFormat, type SheetRow, type SheetSource } from './sheet.ts'

/** Nobody's row is so long: a quote that nothing ends has swallowed the rest of the file. */
const mostRowBytes = 1024 * 1024

const found = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) })

/**
 * The rows of a CSV file as they come. A quote that stands in the middle of a cell is a letter like others. Throws
 * `SheetError` for one that is never closed.
 */
export async function* readCsv(
  source: SheetSource,
  { encoding, separator }: Extract<SheetFormat, { kind: 'csv' }>,
): AsyncGenerator<SheetRow> {
  const text = Readable.from(decode(await source.open(), encoding))
  let lastLine = 0
  const parser = parse({
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: mostRowBytes,
    info: true,
    on_record: (cells, { lines }) => {
      lastLine = lines
      return cells
    },
  })
  text.on('error', (error) => parser.destroy(error))
  try {
    for await (const row of text.pipe(parser)) {
      const { record: cells, info } = found.parse(row)
      // What is told is the line where a row ends; cells may hold line ends of their own.
      yield { line: info.lines - cells.reduce((sum, cell) => sum + countLineEnds(cell), 0), cells }
    }
  } catch (error) {
    if (error instanceof CsvError) throw new SheetError('broken_quote', lastLine + 1)
    throw error
  } finally {
    text.destroy()
  }
}

async function* decode(bytes: Readable, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of bytes) {
    const text = decoder.decode(Buffer.from(chunk), { stream: true })
    if (text !== '') yield text
  }
  const rest = decoder.decode()
  if (rest !== '') yield rest
}

function countLineEnds(cell: string): number {
  return cell.match(/\r\n|\n|\r/g)?.length ?? 0
}
