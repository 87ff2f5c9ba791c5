"""An S3 server on loopback, with one user who may write in the bucket `book`: prints its port, the user's key and secret,
then serves until its standard input ends. Each request is a line on standard error."""

import os
import sys

# What makes the user and the bucket is asked for without a key; all else needs one.
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "4"
for name in ("AWS_CA_BUNDLE", "AWS_PROFILE"):
    os.environ.pop(name, None)
os.environ.update(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_DEFAULT_REGION="us-east-1")

import json
from urllib.parse import quote, unquote

import boto3
from moto.iam import access_control
from moto.server import ThreadedMotoServer


def signed(request, sign=access_control.IAMRequestBase._create_aws_request):
    """The request as it was signed: moto has decoded its address, and would find no signature right."""
    path, mark, query = unquote(request._path).partition("?")
    pieces = (piece.partition("=") for piece in query.split("&"))
    query = "&".join(quote(name, safe="-_.~") + "=" + quote(value, safe="-_.~") for name, _, value in pieces)
    request._path = quote(path, safe="/-_.~") + mark + (query if mark else "")
    return sign(request)


access_control.IAMRequestBase._create_aws_request = signed

# It prints a line of its own.
sys.stdout = sys.stderr
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
server.start()
port = server._server.socket.getsockname()[1]
at = {"endpoint_url": f"http://127.0.0.1:{port}", "region_name": "us-east-1"}
iam, s3 = boto3.client("iam", **at), boto3.client("s3", **at)
iam.create_user(UserName="zoe")
key = iam.create_access_key(UserName="zoe")["AccessKey"]
may = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
iam.put_user_policy(UserName="zoe", PolicyName="write", PolicyDocument=json.dumps(may))
s3.create_bucket(Bucket="book")
print(port, key["AccessKeyId"], key["SecretAccessKey"], file=sys.__stdout__, flush=True)
sys.stdin.read()
