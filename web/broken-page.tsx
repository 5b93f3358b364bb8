import { Button } from '@mantine/core'
import { IconBug } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import type { ErrorComponentProps } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { ApiError } from './lib/api-error.ts'
import { useWords } from './lib/words.ts'
import { EmptyState } from './ui/empty-state.tsx'
import { ErrorState } from './ui/error-state.tsx'

/** A page that could not be loaded, or that broke while it was shown. */
export function BrokenPage({ error }: ErrorComponentProps): ReactElement {
  const say = useWords()
  const router = useRouter()
  if (error instanceof ApiError) return <ErrorState error={error} onRetry={() => void router.invalidate()} />
  return (
    <div role="alert" style={{ height: '100%' }}>
      <EmptyState
        icon={<IconBug size={28} stroke={1.5} />}
        title={say('st.broke.t')}
        text={say('st.broke.d')}
        action={
          <Button variant="default" onClick={() => location.reload()}>
            {say('st.broke.a')}
          </Button>
        }
      />
    </div>
  )
}
