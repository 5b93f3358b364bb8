import { Button, NativeSelect, Switch, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { botRights } from '#contract/permissions'
import { changeRole, createRole, type RoleDetail, type RoleFields } from '#contract/roles'
import { call } from '../../lib/api.ts'
import { isApiError } from '../../lib/api-error.ts'
import { useCreate } from '../../lib/use-create.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { Notice } from '../../ui/notice.tsx'
import { toast } from '../../ui/toasts.tsx'
import { settingsWords } from './labels.ts'
import page from './page.module.css'
import { RoleDelete } from './role-delete.tsx'
import { RoleRights } from './role-rights.tsx'
import { rolesQuery } from './roles-data.ts'
import { roleWords } from './roles-labels.ts'
import styles from './roles.module.css'

const flags = ['answersClients', 'incoming', 'analytics', 'settings'] as const

type Props = {
  /** Null: a new one. */
  role: RoleDetail | null
  initial: RoleFields
  roles: readonly RoleDetail[]
  onSaved?: (role: RoleDetail) => void
  /** Shows the role as it is there now, in place of what is being edited. */
  onRenew?: () => void
}

export function RoleForm({ role, initial, roles, onSaved, onRenew }: Props): ReactElement {
  const say = useWords(roleWords)
  const sayCommon = useWords(settingsWords)
  const client = useQueryClient()
  const navigate = useNavigate()
  const [changedBy, setChangedBy] = useState<string | null>(null)
  const isReadOnly = role !== null && !role.canEdit
  const { name, rights, answersClients, incoming, analytics, settings, bots } = initial
  const create = useCreate()
  const form = useForm({
    initial: { name, rights, answersClients, incoming, analytics, settings, bots },
    schema: createRole.body,
    save: async (values) => {
      if (role === null) {
        const made = await create(values, (requestId) => call(createRole, { requestId, ...values }))
        await client.invalidateQueries({ queryKey: rolesQuery.queryKey })
        toast(say('rl.made', { name: made.name }))
        return navigate({ to: `/settings/roles/${made.id}` })
      }
      try {
        const saved = await call(changeRole, { ...values, roleId: role.id, version: role.version })
        onSaved?.(saved)
        toast(say('rl.saved', { name: saved.name }))
      } catch (error) {
        if (!isApiError(error, 'role.changed')) throw error
        const { by } = error.details
        setChangedBy(typeof by === 'string' ? by : '')
      }
      await client.invalidateQueries({ queryKey: rolesQuery.queryKey })
    },
  })
  return (
    <form {...form.props} className={`${page.form} ${styles.form}`}>
      {isReadOnly && <Notice>{say(role.kind === 'admin' ? 'rl.admin' : 'rl.beyond')}</Notice>}
      <TextInput
        label={say('rl.name')}
        autoComplete="off"
        value={form.values.name}
        error={form.problems.name}
        disabled={isReadOnly}
        onChange={(event) => form.set('name', event.currentTarget.value)}
      />
      <section aria-labelledby="role-rights">
        <h2 id="role-rights" className={page.heading}>
          {say('rl.rights')}
        </h2>
        <p className={page.sub}>{say('rl.rights.d')}</p>
        <RoleRights
          rights={form.values.rights}
          isReadOnly={isReadOnly}
          onChange={(changed) => form.set('rights', changed)}
        />
      </section>
      <section aria-labelledby="role-more" className={styles.flags}>
        <h2 id="role-more" className={page.heading}>
          {say('rl.more')}
        </h2>
        {flags.map((flag) => (
          <Switch
            key={flag}
            label={say(`rl.f.${flag}`)}
            description={say(`rl.f.${flag}.d`)}
            checked={form.values[flag]}
            disabled={isReadOnly}
            onChange={(event) => form.set(flag, event.currentTarget.checked)}
          />
        ))}
        <NativeSelect
          className={styles.bots}
          label={say('rl.f.bots')}
          data={botRights.map((value) => ({ value, label: say(`rl.b.${value}`) }))}
          value={form.values.bots}
          disabled={isReadOnly}
          onChange={(event) => {
            const chosen = botRights.find((one) => one === event.currentTarget.value)
            if (chosen) form.set('bots', chosen)
          }}
        />
      </section>
      {changedBy !== null && (
        <Notice
          tone="warn"
          isLive
          hint={say('rl.conflict.d')}
          action={
            <Button size="xs" variant="default" onClick={onRenew}>
              {say('rl.conflict.do')}
            </Button>
          }
        >
          {say('rl.conflict', { name: changedBy })}
        </Notice>
      )}
      <FormFailure text={form.problems.rights ?? form.failure} />
      {!isReadOnly && (
        <div className={page.actions}>
          <Button type="submit" loading={form.isSaving}>
            {sayCommon('c.save')}
          </Button>
          {role?.kind === 'custom' && <RoleDelete role={role} roles={roles} />}
        </div>
      )}
    </form>
  )
}
