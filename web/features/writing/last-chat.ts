const key = 'beseda.chat.chosen'
const mostKept = 200

type Chosen = { chatId: string; at: number }
type Kept = [contactId: number, chatId: string, at: number]

/** In which chat one last chose to write to a contact; remembered on this device. */
export function recallChat(contactId: number): Chosen | null {
  const found = readKept().find(([id]) => id === contactId)
  return found ? { chatId: found[1], at: found[2] } : null
}

export function rememberChat(contactId: number, chatId: string, at: number = Date.now()): void {
  const others = readKept().filter(([id]) => id !== contactId)
  const kept: Kept[] = [[contactId, chatId, at], ...others.slice(0, mostKept - 1)]
  try {
    localStorage.setItem(key, JSON.stringify(kept))
  } catch {
    // Storage is closed to us: the choice lasts as long as the page.
  }
}

function readKept(): Kept[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isKept) : []
  } catch {
    return []
  }
}

function isKept(value: unknown): value is Kept {
  return (
    Array.isArray(value) &&
    typeof value[0] === 'number' &&
    typeof value[1] === 'string' &&
    typeof value[2] === 'number'
  )
}
