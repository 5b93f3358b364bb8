import { lazy } from 'react'
import type { ComponentType, LazyExoticComponent } from 'react'

/** Runs when the browser has nothing better to do, at the latest after some seconds. */
function whenIdle(run: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run, { timeout: 5000 })
  else setTimeout(run, 2000)
}

/**
 * A component that is not needed for the first paint: loaded once the page stands, so that it is there when it is wanted, also
 * without a network.
 */
export function lazyLater<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  let loading: Promise<{ default: ComponentType<Props> }> | null = null
  const loadOnce = (): Promise<{ default: ComponentType<Props> }> => {
    loading ??= load().then((component) => ({ default: component }))
    loading.catch(() => {
      loading = null
    })
    return loading
  }
  whenIdle(() => void loadOnce().catch(() => undefined))
  return lazy(loadOnce)
}
