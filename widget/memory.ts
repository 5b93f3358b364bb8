/** What the browser keeps between visits; where it may not, what the page keeps for its own life. */
export type Memory = {
  get: (key: string) => string | null
  set: (key: string, value: string) => void
  remove: (key: string) => void
}

export function openMemory(button: string): Memory {
  const own = new Map<string, string>()
  const full = (key: string): string => `beseda:${button}:${key}`
  return {
    get(key) {
      try {
        return localStorage.getItem(full(key)) ?? own.get(key) ?? null
      } catch {
        return own.get(key) ?? null
      }
    },
    set(key, value) {
      own.set(key, value)
      try {
        localStorage.setItem(full(key), value)
      } catch {
        // Full or forbidden: the copy above serves until the page goes.
      }
    },
    remove(key) {
      own.delete(key)
      try {
        localStorage.removeItem(full(key))
      } catch {
        // Nothing was kept there.
      }
    },
  }
}
