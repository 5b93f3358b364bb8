import { Modal, Select } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { changeUser, type Colleague, type RoleView } from '#contract/people'
import type { GroupView } from '#contract/roles'
import { call } from '../../lib/api.ts'
import { useColleagueName, useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { errorToast, toast } from '../../ui/toasts.tsx'
import { settingsWords } from '../settings/labels.ts'
import page from '../settings/page.module.css'
import { usersQuery } from '../settings/people-data.ts'
import styles from '../settings/people-page.module.css'
import { AwayForm } from './away-form.tsx'
import { DeactivateDialog, HandOverDialog } from './leave-dialogs.tsx'
import { staffWords } from './staff-labels.ts'
import { UserMenu, type UserDialog } from './user-menu.tsx'
import { useHoldings } from './use-holdings.ts'

type Props = { user: Colleague; roles: RoleView[]; groups: GroupView[] }

/** A colleague with his role and group, whether he is away, and what can be done about him. */
export function UserRow({ user, roles, groups }: Props): ReactElement {
  const sayUsers = useWords(settingsWords)
  const say = useWords(staffWords)
  const { rights } = useSession()
  const [dialog, setDialog] = useState<UserDialog>(null)
  const keep = useKeepUser()
  const change = useMutation({
    mutationFn: (place: { roleId?: number; groupId?: number | null }) =>
      call(changeUser, { userId: user.id, ...place }),
    onSuccess: (changed, place) => {
      keep(changed)
      const { name } = user
      toast(
        place.roleId === undefined ? say('st.group.saved', { name }) : sayUsers('us.role.saved', { name }),
      )
    },
    onError: errorToast,
  })
  const close = (): void => setDialog(null)
  const saved = (changed: Colleague | null): void => {
    if (changed) keep(changed)
    close()
  }
  // An admin is made by admins only; whose role it is already is shown it.
  const given = roles.filter(({ id, kind }) => rights.isAdmin || kind !== 'admin' || id === user.roleId)
  const roleId = change.variables?.roleId
  const groupId = change.variables?.groupId
  const isOff = !user.isActive || change.isPending
  return (
    <li className={page.row}>
      <Avatar name={user.name} seed={user.id} size={32} />
      <UserNotes user={user} />
      <Select
        className={styles.role}
        aria-label={sayUsers('us.role.of', { name: user.name })}
        data={given.map((role) => ({ value: String(role.id), label: role.name }))}
        value={String(change.isPending && roleId !== undefined ? roleId : user.roleId)}
        disabled={isOff}
        allowDeselect={false}
        onChange={(value) => value !== null && change.mutate({ roleId: Number(value) })}
      />
      <Select
        className={styles.group}
        aria-label={say('st.group.of', { name: user.name })}
        data={[
          { value: '', label: say('st.group.none') },
          ...groups.map(({ id, name }) => ({ value: String(id), label: name })),
        ]}
        value={String((change.isPending && groupId !== undefined ? groupId : user.groupId) ?? '')}
        disabled={isOff}
        allowDeselect={false}
        onChange={(value) => change.mutate({ groupId: value ? Number(value) : null })}
      />
      <UserMenu user={user} onDialog={setDialog} onKept={keep} />
      {dialog === 'away' && (
        <Modal opened onClose={close} title={`${say('st.away')}: ${user.name}`}>
          <AwayForm user={user} onSaved={saved} onCancel={close} />
        </Modal>
      )}
      {dialog === 'hand' && <HandOverDialog user={user} onClose={close} onSaved={saved} />}
      {dialog === 'off' && <DeactivateDialog user={user} onClose={close} onSaved={saved} />}
    </li>
  )
}

function UserNotes({ user }: { user: Colleague }): ReactElement {
  const sayUsers = useWords(settingsWords)
  const say = useWords(staffWords)
  const format = useFormat()
  const nameOf = useColleagueName()
  const { user: me } = useSession()
  const now = useNow()
  const { awayUntil } = user
  const away = awayUntil !== null && Date.parse(awayUntil) > now ? awayUntil : null
  const substitute = away === null ? null : nameOf(user.substituteId)
  const notes = [
    user.email,
    user.id === me.id && sayUsers('us.you'),
    !user.isActive && sayUsers('us.off'),
    away !== null && say('st.away.until', { time: format.dateTime(away) }),
    substitute !== null && say('st.away.by', { name: substitute }),
  ].filter(Boolean)
  return (
    <div className={page.grow}>
      <bdi className={page.name}>{user.name}</bdi>
      <span className={page.meta}>{notes.join(' · ')}</span>
      {!user.isActive && <HandOverProgress userId={user.id} />}
    </div>
  )
}

/** How far the work of somebody who has left is handed over. */
function HandOverProgress({ userId }: { userId: number }): ReactElement | null {
  const say = useWords(staffWords)
  const holdings = useHoldings(userId)
  const one = holdings.data?.handOver
  if (!one) return null
  const { done, total, endedAt } = one
  return (
    <span className={page.meta} role="status">
      {say(endedAt === null ? 'st.hand.progress' : 'st.hand.done', { done, total: Math.max(total, done) })}
    </span>
  )
}

/** Puts a changed colleague into the list that is shown. */
function useKeepUser(): (changed: Colleague) => void {
  const client = useQueryClient()
  return (changed) =>
    client.setQueryData(usersQuery.queryKey, (list) =>
      list ? { ...list, items: list.items.map((each) => (each.id === changed.id ? changed : each)) } : list,
    )
}
