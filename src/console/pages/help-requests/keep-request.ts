import type { HelpRequestBody } from "../../../http/contract/communication.ts";
import { keys } from "../../api/keys.ts";
import { queryClient } from "../../api/query-client.ts";

/** The answer to a change is shown at once; the lists that hold the request are read again. */
export function keepRequest(request: HelpRequestBody): void {
  void queryClient.invalidateQueries({ queryKey: keys.helpRequests() });
  queryClient.setQueryData(keys.helpRequests("one", request.id), request);
}
