import { Button } from '@mantine/core'
import { IconMapOff } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useWords } from './lib/words.ts'
import { AppLink } from './ui/app-link.tsx'
import { EmptyState } from './ui/empty-state.tsx'

/** An address that leads nowhere. */
export function LostPage(): ReactElement {
  const say = useWords()
  return (
    <EmptyState
      icon={<IconMapOff size={28} stroke={1.5} />}
      title={say('st.lost.t')}
      text={say('st.lost.d')}
      action={
        <Button component={AppLink} href="/imbox" variant="default">
          {say('st.lost.a')}
        </Button>
      }
    />
  )
}
