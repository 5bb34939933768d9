import { BodyError, BodyFields } from '../jsonBody';
import { ApiError } from './apiError';

/** Reads the JSON object in a request's body. @throws ApiError 400 for what `read` refuses. */
export function readBody<Result>(body: string, read: (fields: BodyFields) => Result): Result {
  try {
    const fields = BodyFields.parse(body);
    const result = read(fields);
    fields.refuseOthers();
    return result;
  } catch (error) {
    throw error instanceof BodyError ? new ApiError(400, `Invalid request: ${error.message}.`) : error;
  }
}
