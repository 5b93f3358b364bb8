import { beforeEach } from 'vitest'

/** For a walk in which each step goes on from where the one before has ended: behind a step that fails none is tried. */
export function oneAfterAnother(): void {
  let isBroken = false
  beforeEach(({ skip, onTestFailed }) => {
    skip(isBroken)
    onTestFailed(() => {
      isBroken = true
    })
  })
}
