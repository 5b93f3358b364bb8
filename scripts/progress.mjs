/** Shows that something is going on while `work` runs: a running clock in a terminal, a line now and then elsewhere. */
export async function withProgress(title, work) {
  const startedAt = Date.now()
  const seconds = () => Math.round((Date.now() - startedAt) / 1000)
  const isTerminal = process.stderr.isTTY === true
  process.stderr.write(isTerminal ? `${title} …` : `${title} …\n`)
  const timer = setInterval(
    () =>
      process.stderr.write(isTerminal ? `\r${title} … ${seconds()} s` : `  still going: ${seconds()} s\n`),
    isTerminal ? 1000 : 10_000,
  )
  try {
    const result = await work()
    clearInterval(timer)
    process.stderr.write(isTerminal ? `\r${title} … done in ${seconds()} s\n` : `  done in ${seconds()} s\n`)
    return result
  } catch (error) {
    clearInterval(timer)
    process.stderr.write(isTerminal ? '\n' : `  failed after ${seconds()} s\n`)
    throw error
  }
}
