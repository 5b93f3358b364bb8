import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'

export type Row = { what: string; figure: string; aim?: string }

/** Prints a table and keeps it under bench/results/, where the next run replaces it. */
export async function report(name: string, about: string, rows: Row[]): Promise<void> {
  const width = Math.max(...rows.map((row) => row.what.length))
  for (const row of rows)
    console.log(`${row.what.padEnd(width)}  ${row.figure}${row.aim ? `   (aim ${row.aim})` : ''}`)
  const lines = [
    `# ${name}`,
    '',
    about,
    '',
    `${cpus().length} processors, Node ${process.version}. Ratios are medians of alternating slices of one run; absolute figures are this machine's only.`,
    '',
    '| what | figure | aim |',
    '|---|---|---|',
    ...rows.map((row) => `| ${row.what} | ${row.figure} | ${row.aim ?? ''} |`),
    '',
  ]
  const folder = new URL('../results/', import.meta.url)
  await mkdir(folder, { recursive: true })
  await writeFile(new URL(`${name}.md`, folder), lines.join('\n'))
}

export const whole = (value: number): string => Math.round(value).toLocaleString('en')
export const ratio = (value: number): string => value.toFixed(2)
export const ms = (value: number): string => `${value.toFixed(1)} ms`
