import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Starts the files of test/e2e before all others: they take longest, and at the end of a run they would hold it up. */
export class EndToEndFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isEndToEnd = ({ moduleId }: TestSpecification) => moduleId.includes('/test/e2e/')
    return [...sorted.filter(isEndToEnd), ...sorted.filter((file) => !isEndToEnd(file))]
  }
}
