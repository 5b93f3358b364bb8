import { Button, Select, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { rolePresets } from '#contract/permissions'
import type { RoleDetail } from '#contract/roles'
import { useLive } from '../../lib/live-hooks.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import page from './page.module.css'
import { rolesQuery } from './roles-data.ts'
import { roleWords } from './roles-labels.ts'
import styles from './roles.module.css'

/** Which roles there are, who has them, and how a new one begins. */
export function RolesPage(): ReactElement {
  const say = useWords(roleWords)
  const roles = useQuery(rolesQuery)
  useLive('users', () => void roles.refetch())
  return (
    <div className={page.page}>
      <title>{say('rl.title')}</title>
      <h1 className={page.title}>{say('rl.title')}</h1>
      <p className={page.sub}>{say('rl.sub')}</p>
      <section className={page.section} aria-labelledby="roles">
        <h2 id="roles" className={page.heading}>
          {say('rl.list')} {roles.data && <span className={page.count}>{roles.data.items.length}</span>}
        </h2>
        {roles.isPending && <Skeleton height={160} />}
        {roles.isError && !roles.data && (
          <ErrorState title={say('rl.error')} error={roles.error} onRetry={() => void roles.refetch()} />
        )}
        {roles.data && (
          <ul className={page.list}>
            {roles.data.items.map((role) => (
              <RoleLine key={role.id} role={role} />
            ))}
          </ul>
        )}
      </section>
      <NewRole />
    </div>
  )
}

function RoleLine({ role }: { role: RoleDetail }): ReactElement {
  const say = useWords(roleWords)
  const format = useFormat()
  const people = role.people === 0 ? say('rl.people.none') : say('rl.people', { count: role.people })
  const changed =
    role.changedBy !== null && role.changedAt !== null
      ? say('rl.changed', { name: role.changedBy, time: format.dateTime(role.changedAt) })
      : null
  return (
    <li className={styles.line}>
      <AppLink href={`/settings/roles/${role.id}`} className={`${page.row} ${styles.link}`}>
        <span className={page.grow}>
          <bdi className={page.name}>{role.name}</bdi>
          <span className={page.meta}>{[people, changed].filter(Boolean).join(' · ')}</span>
        </span>
      </AppLink>
    </li>
  )
}

/** A new role begins as one of the usual ones, each right of which can then be changed. */
function NewRole(): ReactElement {
  const say = useWords(roleWords)
  const navigate = useNavigate()
  const [preset, setPreset] = useState<string>('manager')
  return (
    <section className={page.section} aria-labelledby="new-role">
      <h2 id="new-role" className={page.heading}>
        {say('rl.new')}
      </h2>
      <div className={styles.begin}>
        <Select
          label={say('rl.new.d')}
          data={rolePresets.map((value) => ({ value, label: say(`rl.p.${value}`) }))}
          value={preset}
          allowDeselect={false}
          onChange={(value) => value !== null && setPreset(value)}
        />
        <Button onClick={() => void navigate({ to: `/settings/roles/new-${preset}` })}>
          {say('rl.new.do')}
        </Button>
      </div>
    </section>
  )
}
