import { Skeleton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useLive } from '../../lib/live-hooks.ts'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { GroupSection } from '../people/group-section.tsx'
import { UserRow } from '../people/user-row.tsx'
import { InvitationForm } from './invitation-form.tsx'
import { InvitationList } from './invitation-list.tsx'
import { settingsWords } from './labels.ts'
import page from './page.module.css'
import { invitationsQuery, usersQuery } from './people-data.ts'

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
              <UserRow key={user.id} user={user} roles={users.data.roles} groups={users.data.groups} />
            ))}
          </ul>
        )}
      </section>
      {users.data && <GroupSection groups={users.data.groups} users={users.data.items} />}
      {users.data && <InvitationForm roles={users.data.roles} />}
      {users.data && <InvitationList roles={users.data.roles} />}
    </div>
  )
}
