import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router'
import { isApiError } from './lib/api-error.ts'
import { takeKeptAnswers } from './lib/kept-answers.ts'
import { meQuery } from './lib/me.ts'
import { setPageUser } from './lib/page-user.ts'
import { queryClient } from './lib/query.ts'
import { setLanguage } from './lib/words.ts'
import { LostPage } from './lost-page.tsx'
import { nextOf } from './own-path.ts'
import { Shell } from './shell.tsx'

export const root = createRootRoute({ component: Outlet, notFoundComponent: LostPage })

/** Everything behind the sign-in. Whoever is not signed in comes back to the same address afterwards. */
export const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  beforeLoad: async ({ location }) => {
    try {
      const me = await queryClient.ensureQueryData(meQuery)
      setPageUser(me.user.id)
      await setLanguage(me.user.language)
    } catch (error) {
      if (isApiError(error, 'session.required')) {
        throw redirect({ to: '/sign-in', search: nextOf(location.href), replace: true })
      }
      // Out of reach: one goes on with what one has seen; live updates begin where it was read, when they can.
      if (!isApiError(error, 'network.unreachable') || !(await takeKeptAnswers(queryClient))) throw error
      const kept = await queryClient.ensureQueryData(meQuery)
      setPageUser(kept.user.id)
      await setLanguage(kept.user.language)
    }
  },
  component: Shell,
})
