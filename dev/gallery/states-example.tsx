import { Button } from '@mantine/core'
import { IconChecklist, IconLock } from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import { ApiError } from '../../web/lib/api-error.ts'
import { EmptyState } from '../../web/ui/empty-state.tsx'
import { ErrorState } from '../../web/ui/error-state.tsx'
import { Notice } from '../../web/ui/notice.tsx'
import { OfflineBanner } from '../../web/ui/offline-banner.tsx'
import { ChatSkeleton, FieldsSkeleton, RowsSkeleton } from '../../web/ui/skeletons.tsx'

function Box({ children }: { children: ReactNode }): ReactElement {
  return (
    <div
      style={{
        height: 320,
        overflow: 'hidden',
        border: '1px solid var(--line)',
        borderRadius: 8,
        background: 'var(--surface)',
      }}
    >
      {children}
    </div>
  )
}

/** Loading, empty, broken, offline. */
export function StatesExample(): ReactElement {
  const error = new ApiError('server.unavailable', { status: 502, requestId: '01JD8K3V' })
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(300px, 1fr))', gap: 16 }}>
      <Box>
        <RowsSkeleton count={5} />
      </Box>
      <Box>
        <ChatSkeleton />
      </Box>
      <Box>
        <FieldsSkeleton />
      </Box>
      <Box>
        <EmptyState
          icon={<IconChecklist size={28} stroke={1.5} />}
          title="Все ответы отправлены"
          text="Новые сообщения появятся здесь сами"
        />
      </Box>
      <Box>
        <EmptyState
          icon={<IconLock size={28} stroke={1.5} />}
          title="Нет доступа к сделке"
          text="Переписку видно, поля и бюджет скрыты вашей ролью «Стажёр»"
          action={<Button variant="default">Запросить доступ</Button>}
        />
      </Box>
      <Box>
        <ErrorState error={error} title="Не удалось загрузить беседы" onRetry={() => undefined} />
      </Box>
      <Box>
        <OfflineBanner state={{ status: 'offline', lastSeen: Date.now() - 60_000 }} />
        <Notice>Беседа № 48171 закрыта. Ваше сообщение откроет новую</Notice>
        <Notice tone="danger" action={<Button variant="light">Переключить на Telegram</Button>}>
          Viber отключён. Ответить можно через Telegram
        </Notice>
      </Box>
    </div>
  )
}
