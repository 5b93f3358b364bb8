import { Button, Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { endAway } from '#contract/people'
import { call } from '../../lib/api.ts'
import { meQuery } from '../../lib/me.ts'
import { useColleagueName, useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/words.ts'
import { Notice } from '../../ui/notice.tsx'
import { errorToast, toast } from '../../ui/toasts.tsx'
import { AwayForm } from './away-form.tsx'
import { staffWords } from './staff-labels.ts'

/** Whether one is at work oneself, and the switch of it. */
export function OwnAbsence(): ReactElement {
  const say = useWords(staffWords)
  const format = useFormat()
  const nameOf = useColleagueName()
  const client = useQueryClient()
  const { user, colleagues } = useSession()
  const [isOpen, setOpen] = useState(false)
  const now = useNow()
  const own = colleagues.find(({ id }) => id === user.id)
  const until = own?.awayUntil ?? null
  const refresh = (): void => void client.invalidateQueries({ queryKey: meQuery.queryKey })
  const back = useMutation({
    mutationFn: () => call(endAway, { userId: user.id }),
    onSuccess: () => {
      refresh()
      toast(say('st.back.saved', { name: user.name }))
    },
    onError: errorToast,
  })
  const isAway = until !== null && Date.parse(until) > now
  const substitute = nameOf(own?.substituteId ?? null)
  const action = isAway ? (
    <Button size="xs" variant="default" loading={back.isPending} onClick={() => back.mutate()}>
      {say('st.away.back')}
    </Button>
  ) : (
    <Button size="xs" variant="default" onClick={() => setOpen(true)}>
      {say('st.away.do')}
    </Button>
  )
  return (
    <>
      <Notice tone={isAway ? 'warn' : 'plain'} action={action}>
        {isAway
          ? [
              say('st.away.until', { time: format.dateTime(until) }),
              substitute !== null && say('st.away.by', { name: substitute }),
            ]
              .filter(Boolean)
              .join(' · ')
          : say('st.me.here')}
      </Notice>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={say('st.away')}>
        {isOpen && (
          <AwayForm
            user={user}
            onCancel={() => setOpen(false)}
            onSaved={() => {
              refresh()
              setOpen(false)
            }}
          />
        )}
      </Modal>
    </>
  )
}
