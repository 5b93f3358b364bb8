import type { Command, Option } from './command.ts'

const jsonOption: Option = { help: 'print JSON, for scripts' }

/** All commands, a line each. */
export function describeAll(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((each) => each.name.length))
  return [
    'npm run beseda -- COMMAND [options]',
    '',
    ...commands.map((each) => `  ${each.name.padEnd(width)}  ${each.summary}`),
    `  ${'help COMMAND'.padEnd(width)}  What a command takes`,
    '',
    'Commands work while the server runs, on the database of DATABASE_URL or the embedded one of DATA_DIR.',
  ].join('\n')
}

/** One command with its options and an example. */
export function describeCommand({ name, summary, options, example }: Command): string {
  const rows = Object.entries<Option>({ ...options, json: jsonOption }).map(([key, option]) => [
    `--${key}${option.value ? ` ${option.value}` : ''}`,
    `${option.help}${option.isRepeatable ? '; may be given several times' : ''}`,
  ])
  const width = Math.max(...rows.map(([left = '']) => left.length))
  return [
    `${name}: ${summary}`,
    '',
    ...rows.map(([left = '', right = '']) => `  ${left.padEnd(width)}  ${right}`),
    '',
    `  npm run beseda -- ${example}`,
  ].join('\n')
}
