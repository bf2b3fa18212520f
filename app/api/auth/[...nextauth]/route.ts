import { getAuth, postAuth } from "@/lib/http/auth-route.server";

export const GET = getAuth;
export const POST = postAuth;
