import { timeZoneLabel } from './places.ts'
import { useSession } from './session.ts'

/** A time zone in the user's words: "Москва, UTC+3". Without one: his own. */
export function useZoneLabel(zone?: string): string {
  const { user } = useSession()
  return timeZoneLabel(zone ?? user.timeZone, user.language, new Date())
}
