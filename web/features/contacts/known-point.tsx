import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { findKnownPoints } from '#contract/contacts'
import type { PointKind } from '#contract/points'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { pointWords } from './point-words.ts'
import classes from './points-field.module.css'

/** Whose own phone or e-mail it is. */
export type PointHolder = { exceptContactId?: number; exceptCompanyId?: number }

const pauseMs = 300
const shortest = 5

/** A warning that a typed phone or e-mail is known at others; of those one may not see nothing is said. */
export function KnownPoint({
  kind,
  typed,
  holder,
}: {
  kind: PointKind
  typed: string
  holder: PointHolder
}): ReactElement | null {
  const say = useWords(pointWords)
  const [value] = useDebouncedValue(typed.trim(), pauseMs)
  const { data } = useQuery({
    queryKey: ['contacts', 'known-points', kind, value, holder],
    queryFn: ({ signal }) => call(findKnownPoints, { kind, value, ...holder }, { signal }),
    enabled: value.length >= shortest,
    staleTime: 10_000,
  })
  const known = [
    ...(data?.contacts ?? []).map(({ id, name }) => ({ href: `/contacts/${id}`, name })),
    ...(data?.companies ?? []).map(({ id, name }) => ({ href: `/companies/${id}`, name })),
  ]
  if (known.length === 0 || value !== typed.trim()) return null
  return (
    <p className={classes.known} role="status">
      {say('point.known')}{' '}
      {known.map(({ href, name }, place) => (
        <span key={href}>
          {place > 0 ? ', ' : null}
          <AppLink href={href}>
            <bdi>{name}</bdi>
          </AppLink>
        </span>
      ))}
    </p>
  )
}
