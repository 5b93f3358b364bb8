import { createContext, use } from 'react'
import type { Me } from '#contract/people'

/** The signed-in user, given by the shell to everything inside it. */
export const SessionContext = createContext<Me | null>(null)

/** The signed-in user with his account and rights. Only inside the signed-in app. */
export function useSession(): Me {
  const me = use(SessionContext)
  if (!me) throw new Error('There is no signed-in user here')
  return me
}

/** A colleague's name by id, also of one who has left; null when nobody has that id. */
export function useColleagueName(): (userId: number | null) => string | null {
  const { colleagues } = useSession()
  return (userId) => colleagues.find((each) => each.id === userId)?.name ?? null
}
