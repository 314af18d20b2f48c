/**
 * Solves linear equations with a symmetric, positive definite matrix by Cholesky decomposition; reads its lower half.
 * Throws a RangeError if the matrix is not positive definite.
 */
export function solve(matrix: readonly ArrayLike<number>[], right: readonly number[]): number[] {
  const size = right.length
  const lower = Array.from({ length: size }, () => new Float64Array(size))
  const at = (rows: readonly Float64Array[], row: number, column: number) => rows[row]?.[column] ?? 0
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row]?.[column] ?? 0
      for (let k = 0; k < column; k++) sum -= at(lower, row, k) * at(lower, column, k)
      const target = lower[row] as Float64Array
      if (row !== column) target[column] = sum / at(lower, column, column)
      else if (sum > 0) target[column] = Math.sqrt(sum)
      else throw new RangeError('solve: the matrix is not positive definite')
    }
  }
  const middle = new Float64Array(size)
  for (let row = 0; row < size; row++) {
    let sum = right[row] ?? 0
    for (let k = 0; k < row; k++) sum -= at(lower, row, k) * (middle[k] ?? 0)
    middle[row] = sum / at(lower, row, row)
  }
  const solution = Array.from({ length: size }, () => 0)
  for (let row = size - 1; row >= 0; row--) {
    let sum = middle[row] ?? 0
    for (let k = row + 1; k < size; k++) sum -= at(lower, k, row) * (solution[k] ?? 0)
    solution[row] = sum / at(lower, row, row)
  }
  return solution
}
