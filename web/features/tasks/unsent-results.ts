import { createContext } from 'react'

/**
 * Results that are being written, by their tasks: the field stays open, with what stands in it, when the list puts its task
 * elsewhere, as it does when one becomes overdue.
 */
export const UnsentResults = createContext<Map<number, string> | null>(null)
