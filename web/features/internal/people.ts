import { useMemo } from 'react'
import type { NamedPrincipal, Principal } from '#contract/participants'
import { useSession } from '../../lib/session.ts'

/** Somebody who can be named: a colleague, or a group and how many are in it. */
export type Addressee = NamedPrincipal & { size: number | null }

export const keyOf = ({ kind, id }: Principal): string => `${kind}:${id}`

/** Whom one can name, groups first; oneself is left out. */
export function useAddressees(): Addressee[] {
  const { user, colleagues, groups } = useSession()
  return useMemo(() => {
    const active = colleagues.filter(({ isActive }) => isActive)
    return [
      ...groups.map(({ id, name }): Addressee => ({
        kind: 'group',
        id,
        name,
        size: active.filter(({ groupId }) => groupId === id).length,
      })),
      ...active
        .filter(({ id }) => id !== user.id)
        .map(({ id, name }): Addressee => ({ kind: 'user', id, name, size: null })),
    ]
  }, [user.id, colleagues, groups])
}

/** Those whose names have a word that begins like this. */
export function matchAddressees(all: readonly Addressee[], query: string): Addressee[] {
  const wanted = query.toLowerCase()
  return all.filter(({ name }) => (wanted === '' ? true : ` ${name.toLowerCase()}`.includes(` ${wanted}`)))
}
