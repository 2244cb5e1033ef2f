import type { Problem } from '@lanthorn/protocol/error-kinds.ts';

/** Why a question cannot be answered; HTTP says it with this status. */
export class RequestProblem extends Error {
  override name = 'RequestProblem';
  readonly statusCode: number;
  readonly problem: Problem;

  constructor(statusCode: number, problem: Problem) {
    super(problem.message);
    this.statusCode = statusCode;
    this.problem = problem;
  }
}
