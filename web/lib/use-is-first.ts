import { useState } from 'react'

/** Whether a value is still the one the page was opened with: true until it changes, and not again when it comes back. */
export function useIsFirst(value: string): boolean {
  const [first, setFirst] = useState<string | null>(value)
  if (first !== null && first !== value) setFirst(null)
  return first === value
}
