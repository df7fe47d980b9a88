# frozen_string_literal: true

# Counts the lines of a batch of logs by their level. Takes what a CloudWatch Logs subscription sends: JSON, compressed
# with gzip, in base64.

require 'base64'
require 'json'
require 'zlib'

module LogDigest
  LEVEL = /\b(DEBUG|INFO|WARN|ERROR|FATAL)\b/
  LOG = Logger.new($stdout)

  def self.handle(event:, context:)
    batch = JSON.parse(Zlib.gunzip(Base64.decode64(event.fetch('awslogs').fetch('data'))))
    messages = batch.fetch('logEvents').map { |entry| entry.fetch('message') }
    LOG.info("#{messages.size} lines of #{batch['logGroup']}, #{context.get_remaining_time_in_millis} ms left")
    { group: batch['logGroup'], levels: messages.map { |message| message[LEVEL] || 'none' }.tally.sort.to_h }
  end
end
