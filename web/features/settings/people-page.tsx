import { Select, Skeleton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { Colleague, RoleView } from '#contract/people'
import { changeUser } from '#contract/people'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { errorToast, toast } from '../../ui/toasts.tsx'
import { InvitationForm } from './invitation-form.tsx'
import { InvitationList } from './invitation-list.tsx'
import { settingsWords } from './labels.ts'
import page from './page.module.css'
import { invitationsQuery, usersQuery } from './people-data.ts'
import styles from './people-page.module.css'

/** Who works in the account, with which role, and who has been invited. */
export function PeoplePage(): ReactElement {
  const say = useWords(settingsWords)
  const client = useQueryClient()
  const users = useQuery(usersQuery)
  useLive('users', () => {
    void users.refetch()
    void client.invalidateQueries({ queryKey: invitationsQuery.queryKey })
  })
  return (
    <div className={page.page}>
      <title>{say('us.title')}</title>
      <h1 className={page.title}>{say('us.title')}</h1>
      <p className={page.sub}>{say('us.sub')}</p>
      <section className={page.section} aria-labelledby="colleagues">
        <h2 id="colleagues" className={page.heading}>
          {say('us.list')} {users.data && <span className={page.count}>{users.data.items.length}</span>}
        </h2>
        {users.isPending && <Skeleton height={120} />}
        {users.isError && (
          <ErrorState title={say('us.error')} error={users.error} onRetry={() => void users.refetch()} />
        )}
        {users.data && (
          <ul className={page.list}>
            {users.data.items.map((user) => (
              <UserRow key={user.id} user={user} roles={users.data.roles} />
            ))}
          </ul>
        )}
      </section>
      {users.data && <InvitationForm roles={users.data.roles} />}
      {users.data && <InvitationList roles={users.data.roles} />}
    </div>
  )
}

function UserRow({ user, roles }: { user: Colleague; roles: RoleView[] }): ReactElement {
  const say = useWords(settingsWords)
  const client = useQueryClient()
  const { user: me } = useSession()
  const change = useMutation({
    mutationFn: (roleId: number) => call(changeUser, { userId: user.id, roleId }),
    onSuccess: (changed) => {
      client.setQueryData(usersQuery.queryKey, (list) =>
        list ? { ...list, items: list.items.map((each) => (each.id === changed.id ? changed : each)) } : list,
      )
      toast(say('us.role.saved', { name: user.name }))
    },
    onError: errorToast,
  })
  const notes = [user.email, user.id === me.id && say('us.you'), !user.isActive && say('us.off')].filter(
    Boolean,
  )
  return (
    <li className={page.row}>
      <Avatar name={user.name} seed={user.id} size={32} />
      <div className={page.grow}>
        <bdi className={page.name}>{user.name}</bdi>
        <span className={page.meta}>{notes.join(' · ')}</span>
      </div>
      <Select
        className={styles.role}
        aria-label={say('us.role.of', { name: user.name })}
        data={roles.map((role) => ({ value: String(role.id), label: role.name }))}
        value={String(change.isPending ? change.variables : user.roleId)}
        disabled={!user.isActive || change.isPending}
        onChange={(value) => value !== null && change.mutate(Number(value))}
      />
    </li>
  )
}
