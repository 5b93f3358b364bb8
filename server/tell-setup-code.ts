import { isCurrentCode } from '#features/people'
import type { Clock } from '#lib/clock'
import type { Db } from '#lib/db'

/** How the one-time code is said at the console. */
export function setupCodeWords(code: string): string[] {
  return [
    `Open it and make your account with this one-time code: ${code}`,
    `Откройте и создайте аккаунт по одноразовому коду: ${code}`,
  ]
}

const quietMs = 60_000

export type SetupCode = {
  /** The code has been made, and is said by who has started us; null: none is needed. */
  know(code: string | null): void
  /** The first-run wizard has been opened: the code is said again, where whoever reads the console looks now; at most once a minute. */
  asked(): Promise<void>
}

/** The code of the first-run wizard, so that what a running server logs does not push it out of sight. */
export function keepSetupCode(given: { db: Db; clock: Clock; print: (line: string) => void }): SetupCode {
  let known: string | null = null
  let saidAt = 0
  return {
    know(code) {
      known = code
      saidAt = given.clock().getTime()
    },
    async asked() {
      const now = given.clock().getTime()
      if (known === null || now - saidAt < quietMs) return
      saidAt = now
      if (await isCurrentCode(given.db, known)) given.print(setupCodeWords(known).join('\n'))
    },
  }
}
