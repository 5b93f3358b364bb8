import { useSuspenseQuery } from '@tanstack/react-query'
import { Outlet, useLocation } from '@tanstack/react-router'
import { Suspense, useEffect, useState } from 'react'
import type { ReactElement } from 'react'
import { AppKeys } from './app-keys.tsx'
import { AppRail } from './app-rail.tsx'
import { openOutbox } from './features/composer/outbox-instance.ts'
import { StorageBanner } from './features/storage/storage-banner.tsx'
import { lazyLater } from './lib/lazy-later.ts'
import { useLiveConnection, useLiveState } from './lib/live-hooks.ts'
import { keepAnswers } from './lib/kept-answers.ts'
import { meQuery } from './lib/me.ts'
import { queryClient } from './lib/query.ts'
import { SessionContext } from './lib/session.ts'
import { useOwnSettings } from './use-own-settings.ts'
import { AppShell } from './ui/app-shell.tsx'
import { Delayed } from './ui/delayed.tsx'
import { OfflineBanner } from './ui/offline-banner.tsx'

const BulkPane = lazyLater(async () => (await import('./features/bulk-actions/bulk-pane.tsx')).BulkPane)

/** The signed-in app around a page: who one is, live updates, the rail and the keys that work anywhere. */
export function Shell(): ReactElement {
  const { data: me } = useSuspenseQuery(meQuery)
  const { pathname } = useLocation()
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  useOwnSettings(me)
  useLiveConnection(me.liveCursor, me.user.id)
  useEffect(() => keepAnswers(queryClient), [])
  // What waits to be sent leaves wherever one is in the app.
  useEffect(() => void openOutbox(queryClient, me.user.id), [me.user.id])
  return (
    <SessionContext value={me}>
      <AppKeys isPaletteOpen={isPaletteOpen} onPalette={setPaletteOpen} />
      <AppShell
        rail={<AppRail pathname={pathname} onSearch={() => setPaletteOpen(true)} />}
        banner={
          <>
            <Connection />
            <StorageBanner />
            <Suspense fallback={null}>
              <BulkPane />
            </Suspense>
          </>
        }
        hidesBarOnPhone={/^\/(imbox|deals|customers|contacts|colleagues)\/./.test(pathname)}
      >
        <Suspense fallback={<Delayed>{null}</Delayed>}>
          <Outlet />
        </Suspense>
      </AppShell>
    </SessionContext>
  )
}

function Connection(): ReactElement {
  return <OfflineBanner state={useLiveState()} />
}
