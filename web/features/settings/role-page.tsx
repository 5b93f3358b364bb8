import { Skeleton } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { presetRights, rolePresets } from '#contract/permissions'
import type { RoleDetail } from '#contract/roles'
import { useLive } from '../../lib/live-hooks.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import page from './page.module.css'
import { RoleForm } from './role-form.tsx'
import { rolesQuery } from './roles-data.ts'
import { roleWords } from './roles-labels.ts'
import styles from './roles.module.css'

/** One role: what it lets do. `roleId`: a number, or `new-` with the name of what it begins as. */
export function RolePage({ roleId }: { roleId: string }): ReactElement {
  const say = useWords(roleWords)
  const roles = useQuery(rolesQuery)
  // What is being edited stays as it was opened, so that a change of somebody else is seen when it is saved, not lost.
  const [opened, setOpened] = useState<RoleDetail | null>(null)
  useLive('users', () => void roles.refetch())
  const preset = rolePresets.find((one) => roleId === `new-${one}`)
  const there = roles.data?.items.find(({ id }) => String(id) === roleId)
  const role = opened !== null && opened.id === there?.id ? opened : there
  if (there && opened?.id !== there.id) setOpened(there)
  const title = preset ? say('rl.new') : (there?.name ?? say('rl.title'))
  return (
    <div className={page.page}>
      <title>{title}</title>
      <AppLink href="/settings/roles" className={styles.back}>
        <IconChevronLeft size={16} stroke={1.75} aria-hidden />
        {say('rl.back')}
      </AppLink>
      <h1 className={page.title}>{title}</h1>
      {roles.isPending && <Skeleton height={320} mt={24} />}
      {roles.isError && !roles.data && (
        <ErrorState title={say('rl.error')} error={roles.error} onRetry={() => void roles.refetch()} />
      )}
      {roles.data && !preset && !role && <Notice tone="warn">{say('rl.gone')}</Notice>}
      {roles.data && preset && (
        <RoleForm
          key={roleId}
          role={null}
          initial={{ ...presetRights[preset], name: preset === 'admin' ? '' : say(`rl.p.${preset}`) }}
          roles={roles.data.items}
        />
      )}
      {roles.data && role && (
        <RoleForm
          key={`${role.id}.${role.version}`}
          role={role}
          initial={role}
          roles={roles.data.items}
          onSaved={setOpened}
          onRenew={() => setOpened(there ?? null)}
        />
      )}
    </div>
  )
}
